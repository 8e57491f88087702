import type { JSX } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import type { CardTestView } from '../../main/contract/operator-tests.ts';
import type { Ask } from './ask.ts';
import { CardResult } from './card-result.tsx';
import { ExchangeTable } from './exchange-table.tsx';
import { Resume } from './resume.tsx';

interface CardTestPageProps {
  readonly state: OpenState;
  readonly ask: Ask;
}

const PHASE_WORDS: Readonly<Record<CardTestView['phase'], string>> = {
  waiting: '请插入测试卡，或放在感应区。',
  reading: '正在读卡，请不要拔卡。',
  done: '读完了，可以取卡。',
};

/** 读测试卡: what passes between reader and card, command by command, without what stands on the card. */
export function CardTestPage({ state, ask }: CardTestPageProps): JSX.Element {
  const { cardTest, devices, service } = state;
  const reader = devices.find(({ id }) => id === 'card-reader');
  const phase = cardTest?.phase ?? null;
  const canStart = reader?.connection === 'ready' && service !== 'busy' && phase !== 'reading';
  return (
    <section className="part test">
      <div className="test__keys">
        <button
          type="button"
          className="main"
          data-action="test-card"
          disabled={!canStart || phase === 'waiting'}
          onClick={() => void ask({ type: 'test-card' }, '读测试卡')}
        >
          {phase === 'done' ? '再读一次' : '读测试卡'}
        </button>
        <button
          type="button"
          data-action="export-trace"
          disabled={phase !== 'done'}
          onClick={() => void ask({ type: 'export-trace' }, '导出记录')}
        >
          导出记录
        </button>
        <Resume state={state} isShown={phase !== null} ask={ask} />
        <p className="test__phase" data-field="test-phase" data-value={phase ?? 'none'}>
          {phase === null ? beforeWords(state) : PHASE_WORDS[phase]}
        </p>
      </div>
      {cardTest === null ? null : (
        <>
          <CardResult test={cardTest} />
          <ExchangeTable test={cardTest} />
        </>
      )}
    </section>
  );
}

function beforeWords({ devices, service }: OpenState): string {
  const connection = devices.find(({ id }) => id === 'card-reader')?.connection ?? 'absent';
  if (connection === 'absent') return '没有配置读卡器。';
  if (connection !== 'ready') return '读卡器没有连接，先看“设备”页。';
  if (service === 'busy') return '有人正在使用终端，请等其结束。';
  return '只记录每条指令的步骤、状态字和长度，不记录卡内数据。姓名和号码只显示掩码。';
}
