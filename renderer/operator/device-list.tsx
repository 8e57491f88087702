import type { JSX, ReactNode } from 'react';
import type { DeviceView } from '../../main/contract/operator.ts';
import {
  CONNECTION_WORDS,
  DEVICE_WORDS,
  errorWords,
  readinessWords,
  SUCCESS_WORDS,
} from '../../main/contract/technician-words.ts';
import { timeText } from './times.ts';

interface DeviceListProps {
  readonly devices: readonly DeviceView[];
  readonly now: number;
}

/** One device under the other: what it is, whether it is there, and what it last did well and badly. */
export function DeviceList({ devices, now }: DeviceListProps): JSX.Element {
  return (
    <ul className="devices">
      {devices.map((device) => (
        <li key={device.id} className="part device" data-id={device.id}>
          <Device device={device} now={now} />
        </li>
      ))}
    </ul>
  );
}

function Device({ device, now }: { readonly device: DeviceView; readonly now: number }): JSX.Element {
  const { id, fitting, connection, since, model, firmware, readiness } = device;
  return (
    <>
      <header className="device__head">
        <h2>{DEVICE_WORDS[id]}</h2>
        <p className="device__state" data-field="device-state" data-value={connection}>
          {CONNECTION_WORDS[connection]}
        </p>
        {connection === 'ready' || connection === 'gone' ? (
          <p className="soft">{timeText(since, now)} 起</p>
        ) : null}
      </header>
      <Replaced device={device} now={now} />
      {fitting === null ? null : (
        <dl className="facts">
          {model === '' && firmware === '' ? null : (
            <Fact name="型号">
              <span data-field="device-model">{model}</span>
              {firmware === '' ? null : (
                <span className="soft">
                  固件 <span data-field="device-firmware">{firmware}</span>
                </span>
              )}
            </Fact>
          )}
          <Fact name="接线">
            <span>{fitting.protocol}</span>
            <span className="soft" data-field="device-wire">
              {fitting.wire}
            </span>
          </Fact>
          {readiness === null ? null : (
            <Fact name="纸路">
              <span
                className={readiness.startsWith('blocked:') ? 'bad' : undefined}
                data-field="device-readiness"
                data-value={readiness}
              >
                {readinessWords(readiness)}
              </span>
            </Fact>
          )}
          <LastSuccess device={device} now={now} />
          <LastError device={device} now={now} />
        </dl>
      )}
    </>
  );
}

interface AboutDevice {
  readonly device: DeviceView;
  readonly now: number;
}

function Replaced({ device: { replaced }, now }: AboutDevice): JSX.Element | null {
  if (replaced === null) return null;
  const before = [replaced.model, replaced.firmware].filter(Boolean).join(' ');
  return (
    <p className="device__replaced" data-field="device-replaced" data-value={before}>
      {timeText(replaced.at, now)} 换了设备，原来是 {before}
    </p>
  );
}

function LastSuccess({ device: { lastSuccess }, now }: AboutDevice): JSX.Element {
  return (
    <Fact name="最近成功">
      {lastSuccess === null ? (
        <span className="soft">还没有</span>
      ) : (
        <>
          <span data-field="last-success" data-value={lastSuccess.what}>
            {SUCCESS_WORDS[lastSuccess.what]}
          </span>
          <span className="soft">{timeText(lastSuccess.at, now)}</span>
        </>
      )}
    </Fact>
  );
}

/** What has gone well since is no longer a matter of concern, only of the record. */
function LastError({ device: { lastError, lastSuccess }, now }: AboutDevice): JSX.Element {
  const isOver = lastError !== null && lastSuccess !== null && lastSuccess.at > lastError.at;
  return (
    <Fact name="最近错误">
      {lastError === null ? (
        <span className="soft">没有</span>
      ) : (
        <>
          <span className={isOver ? undefined : 'bad'} data-field="last-error" data-value={lastError.code}>
            {errorWords(lastError.code) || lastError.code}
          </span>
          <span className="soft">
            {[lastError.code, lastError.detail].filter(Boolean).join(' ')}，{timeText(lastError.at, now)}
          </span>
        </>
      )}
    </Fact>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
