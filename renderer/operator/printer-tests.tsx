import type { JSX } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import type { PrinterPageView, ProbeResult, SlipResult } from '../../main/contract/printer-tests.ts';
import {
  PROBE_WORDS,
  PROCESS_ID_LINE,
  probeMeaning,
  slipResultWords,
} from '../../main/contract/printer-words.ts';
import type { Ask } from './ask.ts';
import { PrinterQuestions } from './printer-questions.tsx';
import { Resume } from './resume.tsx';

interface PrinterTestsProps {
  readonly state: OpenState;
  readonly page: PrinterPageView;
  readonly ask: Ask;
}

/** The calibration slip and the probe, and what has come of them. */
export function PrinterTests({ state, page, ask }: PrinterTestsProps): JSX.Element {
  const { busy, slip, probe } = page.test;
  return (
    <section className="part test">
      <h2>测试</h2>
      <div className="test__keys">
        <button
          type="button"
          className="main"
          data-action="print-calibration"
          data-id={page.profile.name}
          disabled={!canPrint(state)}
          onClick={() => void ask({ type: 'print-calibration', profile: page.profile.name }, '打印测试凭条')}
        >
          打印测试凭条
        </button>
        <button
          type="button"
          data-action="probe-process-id"
          disabled={!canPrint(state)}
          onClick={() => void ask({ type: 'probe-process-id' }, '探测打印回执')}
        >
          探测打印回执
        </button>
        <Resume state={state} isShown={busy === null && (slip !== null || probe !== null)} ask={ask} />
        <p className="test__phase" data-field="test-phase" data-value={busy ?? 'none'}>
          {phaseWords(state, page)}
        </p>
      </div>
      {probe === null ? null : <ProbeOutcome probe={probe} page={page} />}
      {slip === null || slip.result === null ? null : (
        <>
          <SlipOutcome profile={slip.profile} result={slip.result} />
          {slip.result.state === 'FAILED_CLEAN' || slip.result.state === 'BUG' ? null : (
            <PrinterQuestions slip={slip} canPrint={canPrint(state)} probe={probe} ask={ask} />
          )}
        </>
      )}
    </section>
  );
}

/** What blocks the printer is for the driver to say, in the moment in which it is asked. */
export function canPrint({ printer, service }: OpenState): boolean {
  return printer?.connection === 'ready' && printer.test.busy === null && service !== 'busy';
}

function phaseWords({ service }: OpenState, { connection, test }: PrinterPageView): string {
  if (test.busy === 'slip') return '正在打印校准凭条。';
  if (test.busy === 'probe') return '正在探测，会打出一小条纸。';
  if (connection !== 'ready') return '打印机没有连接。';
  if (service === 'busy') return '有人正在使用终端，请等其结束。';
  return '测试时居民不能办理业务。测试凭条上没有任何人的信息。';
}

function ProbeOutcome({
  probe,
  page,
}: {
  readonly probe: ProbeResult;
  readonly page: PrinterPageView;
}): JSX.Element {
  const isClaimed = page.profile.proof === 'process-id';
  const isWrong = isClaimed && probe.kind === 'unsupported';
  return (
    <div className="result" data-ok={probe.kind === 'supported' ? true : isWrong ? false : 'open'}>
      <p className="result__outcome">
        打印回执
        <strong data-field="probe-result" data-value={probe.kind}>
          {PROBE_WORDS[probe.kind]}
        </strong>
      </p>
      <p>{probeMeaning(probe, page)}</p>
      {probe.kind === 'supported' && !isClaimed ? (
        <pre className="yaml" data-field="probe-yaml">
          {PROCESS_ID_LINE}
        </pre>
      ) : null}
    </div>
  );
}

function SlipOutcome({
  profile,
  result,
}: {
  readonly profile: string;
  readonly result: SlipResult;
}): JSX.Element {
  const [head, detail] = slipResultWords(result);
  return (
    <div className="result" data-ok={result.state === 'PRINTED'}>
      <p className="result__outcome">
        {profile} 的校准凭条
        <strong
          data-field="slip-result"
          data-value={result.state === 'PRINTED' ? result.evidence : result.state}
        >
          {head}
        </strong>
      </p>
      <p>{detail}</p>
    </div>
  );
}
