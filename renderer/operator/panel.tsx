import { type JSX, useCallback, useEffect, useState } from 'react';
import type { OperatorBridge } from '../../main/contract/bridge.ts';
import type { OperatorRequest, OperatorState } from '../../main/contract/operator.ts';
import { ClockControls } from './clock-controls.tsx';
import { DeviceTable } from './device-table.tsx';
import { LeverForm } from './lever-form.tsx';
import { groupLevers } from './lever-groups.ts';
import { OrderTable } from './order-table.tsx';
import { PaperPicture } from './paper-picture.tsx';

interface Answered {
  readonly ok: boolean;
  readonly text: string;
}

/** The technician's panel of the demo rig. Everything on it comes from main's descriptors; it knows no device by name. */
export function Panel({ bridge }: { readonly bridge: OperatorBridge }): JSX.Element {
  const [state, setState] = useState<OperatorState | null>(null);
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => bridge.onState(setState), [bridge]);

  const ask = useCallback(
    async (request: OperatorRequest, label: string) => {
      const answer = await bridge.request(request);
      setAnswered({ ok: answer.ok, text: answer.ok ? `${label}：已执行` : `${label}：${answer.message}` });
    },
    [bridge],
  );
  const close = () => void ask({ type: 'close-panel' }, '关闭面板');

  return (
    <section className="panel" data-screen="operator" aria-label="技术人员面板">
      <header className="panel__head">
        <h1>技术人员面板</h1>
        <p className="panel__demo">演示</p>
        {state === null ? null : (
          <p>
            居民屏幕：<code data-field="resident-screen">{state.screen}</code>
          </p>
        )}
        <p className="panel__answer" role="status" data-ok={answered?.ok}>
          {answered?.text}
        </p>
        <button type="button" data-action="close-panel" onClick={close}>
          关闭面板
        </button>
      </header>
      {state === null ? null : (
        <div className="panel__body">
          <div>
            {groupLevers(state.levers).map(({ device, title, levers }) => (
              <section key={device} className="panel__part">
                <h2>{title}</h2>
                {levers.map((lever) => (
                  <LeverForm key={lever.id} lever={lever} ask={ask} />
                ))}
              </section>
            ))}
          </div>
          <div>
            <section className="panel__part">
              <h2>时钟</h2>
              <ClockControls ask={ask} />
            </section>
            <section className="panel__part">
              <h2>设备</h2>
              <DeviceTable devices={state.devices} />
            </section>
            <section className="panel__part">
              <h2>最近订单</h2>
              <OrderTable orders={state.orders} />
            </section>
            <section className="panel__part">
              <h2>打印纸</h2>
              <PaperPicture version={state.paperVersion} load={bridge.paper} />
            </section>
          </div>
        </div>
      )}
    </section>
  );
}
