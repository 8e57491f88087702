import type { JSX } from 'react';
import type { PrinterPageView } from '../../main/contract/printer-tests.ts';
import {
  FLAG_WORDS,
  hexWords,
  makerWords,
  PROOF_WORDS,
  todoWords,
} from '../../main/contract/printer-words.ts';
import { CONNECTION_WORDS, readinessWords } from '../../main/contract/technician-words.ts';

interface PrinterStateProps {
  readonly page: PrinterPageView;
}

/** Can it print, and if not: what is to be done now. Below it, what it says of itself. */
export function PrinterState({ page }: PrinterStateProps): JSX.Element {
  const { connection, readiness, remainder, forgotten, model, firmware, profile } = page;
  const isBlocked = readiness.startsWith('blocked:');
  return (
    <section className="part printer">
      <header className="device__head">
        <h2>状态</h2>
        <p className="device__state" data-field="printer-connection" data-value={connection}>
          {CONNECTION_WORDS[connection]}
        </p>
      </header>
      <p
        className={isBlocked ? 'printer__say bad' : 'printer__say'}
        data-field="printer-readiness"
        data-value={readiness}
      >
        {readinessWords(readiness)}
      </p>
      <p data-field="printer-todo">{todoWords(page)}</p>
      {forgotten ? (
        <p className="bad" data-field="printer-forgotten">
          出纸口有一张凭条很久没有人取。
        </p>
      ) : null}
      <dl className="facts">
        <dt>型号</dt>
        <dd>
          <span data-field="printer-model">{model}</span>
          {firmware === '' ? null : <span className="soft">固件 {firmware}</span>}
        </dd>
        <dt>配置</dt>
        <dd>
          <span data-field="printer-profile" data-value={profile.name}>
            {profile.name}
          </span>
          <span className="soft">{profile.model}</span>
        </dd>
        <dt>打印证明</dt>
        <dd data-field="printer-proof" data-value={profile.proof}>
          {PROOF_WORDS[profile.proof]}
        </dd>
        <dt>机内残留</dt>
        <dd className={remainder ? 'bad' : undefined} data-field="printer-remainder" data-value={remainder}>
          {remainder ? '可能有，清空前不会打印别的凭条' : '没有'}
        </dd>
        <dt>{connection === 'ready' ? '原始状态' : '断开前状态'}</dt>
        <dd>
          <RawStatus page={page} />
        </dd>
      </dl>
    </section>
  );
}

function RawStatus({ page: { status, raw, profile } }: PrinterStateProps): JSX.Element {
  if (status === null) return <span className="soft">还没有应答</span>;
  const maker = raw?.maker ?? null;
  return (
    <>
      <span data-field="printer-status" data-value={status.join(' ')}>
        {status.length === 0 ? '正常' : status.map((flag) => FLAG_WORDS[flag]).join('，')}
      </span>
      {raw === null ? null : <code className="soft">{hexWords(raw.realTime)}</code>}
      {maker === null ? null : (
        <span data-field="printer-maker" data-value={hexWords(maker)}>
          厂家：{makerWords(profile.extra, maker).join('，') || '正常'}{' '}
          <code className="soft">{hexWords(maker)}</code>
        </span>
      )}
    </>
  );
}
