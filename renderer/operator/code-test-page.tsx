import type { JSX } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import { CODE_WORDS } from '../../main/contract/technician-words.ts';
import type { Ask } from './ask.ts';
import { Resume } from './resume.tsx';

interface CodeTestPageProps {
  readonly state: OpenState;
  readonly ask: Ask;
}

/** 扫测试码: that a code came, what it would be taken for, and how long it is. What it says is nobody's business. */
export function CodeTestPage({ state, ask }: CodeTestPageProps): JSX.Element {
  const { codeTest, devices, service } = state;
  const connection = devices.find(({ id }) => id === 'code-scanner')?.connection ?? 'absent';
  const phase = codeTest?.phase ?? null;
  return (
    <section className="part test">
      <div className="test__keys">
        <button
          type="button"
          className="main"
          data-action="test-code"
          disabled={connection !== 'ready' || service === 'busy' || phase === 'waiting'}
          onClick={() => void ask({ type: 'test-code' }, '扫测试码')}
        >
          {phase === 'done' ? '再扫一次' : '扫测试码'}
        </button>
        <Resume state={state} isShown={phase !== null} ask={ask} />
        <p className="test__phase" data-field="test-phase" data-value={phase ?? 'none'}>
          {phase === null
            ? beforeWords(connection, service)
            : phase === 'waiting'
              ? '请把条码对准扫码窗。'
              : '扫到了。'}
        </p>
      </div>
      {codeTest?.phase === 'done' ? (
        <dl className="facts facts--wide">
          <div>
            <dt>种类</dt>
            <dd data-field="code-kind" data-value={codeTest.kind}>
              {CODE_WORDS[codeTest.kind]}
            </dd>
          </div>
          <div>
            <dt>长度</dt>
            <dd data-field="code-length" data-value={codeTest.length}>
              {codeTest.length} 个字符
            </dd>
          </div>
        </dl>
      ) : null}
    </section>
  );
}

function beforeWords(connection: string, service: OpenState['service']): string {
  if (connection === 'absent') return '没有配置扫码器。';
  if (connection !== 'ready') return '扫码器没有连接，先看“设备”页。';
  if (service === 'busy') return '有人正在使用终端，请等其结束。';
  return '只显示条码的种类和长度，不显示内容。';
}
