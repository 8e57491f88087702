import { type JSX, useState } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import { SCREEN_WORDS } from '../../main/contract/screen-words.ts';
import type { Answered, Ask } from './ask.ts';
import { CardTestPage } from './card-test-page.tsx';
import { CodeTestPage } from './code-test-page.tsx';
import { DemoPage } from './demo-page.tsx';
import { DeviceList } from './device-list.tsx';
import { MoneyPage } from './money-page.tsx';
import { PrinterPage } from './printer-page.tsx';

interface WorkbenchProps {
  readonly state: OpenState;
  readonly answered: Answered | null;
  readonly ask: Ask;
  readonly paper: () => Promise<Uint8Array | null>;
}

const PAGES = [
  { id: 'demo', title: '演示' },
  { id: 'devices', title: '设备' },
  { id: 'money', title: '对账' },
  { id: 'card', title: '读卡测试' },
  { id: 'code', title: '扫码测试' },
  { id: 'printer', title: '打印机' },
] as const;

type PageId = (typeof PAGES)[number]['id'];

const SERVICE_WORDS: Readonly<Record<OpenState['service'], string>> = {
  open: '正在服务',
  busy: '有人正在使用',
  closed: '已暂停服务',
};

/** Everything that a technician can see and do; the demo rig has a page more. */
export function Workbench({ state, answered, ask, paper }: WorkbenchProps): JSX.Element {
  const { rig, terminal, service, screen } = state;
  const [page, setPage] = useState<PageId>(rig === 'demo' ? 'demo' : 'devices');
  const pages = PAGES.filter(({ id }) => id !== 'demo' || rig === 'demo');
  return (
    <>
      <header className="head">
        <div className="head__row">
          <div>
            <h1>
              {terminal.name}
              <span className="head__id">{terminal.id}</span>
            </h1>
            <p className="head__service">
              <span data-field="service" data-value={service}>
                {SERVICE_WORDS[service]}
              </span>
              {rig === 'demo' ? (
                <>
                  ，居民屏幕：
                  <span data-field="resident-screen" data-value={screen}>
                    {SCREEN_WORDS[screen]}
                  </span>
                  <span className="head__demo">演示</span>
                </>
              ) : null}
            </p>
          </div>
          <button
            type="button"
            data-action="close-panel"
            onClick={() => void ask({ type: 'close-panel' }, '关闭')}
          >
            {rig === 'demo' ? '关闭面板' : '结束维护'}
          </button>
        </div>
        <nav className="tabs" aria-label="页面">
          {pages.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              data-action="show-page"
              data-id={id}
              aria-current={id === page ? 'page' : undefined}
              onClick={() => setPage(id)}
            >
              {title}
            </button>
          ))}
        </nav>
      </header>
      <p className="answer" role="status" data-ok={answered?.ok}>
        {answered === null ? null : `${answered.label}：${answered.ok ? '已执行' : answered.message}`}
      </p>
      <main className="body">
        <PageOf page={page} state={state} ask={ask} paper={paper} />
      </main>
    </>
  );
}

function PageOf({
  page,
  state,
  ask,
  paper,
}: Omit<WorkbenchProps, 'answered'> & { readonly page: PageId }): JSX.Element | null {
  switch (page) {
    case 'demo':
      return state.demo === null ? null : <DemoPage demo={state.demo} ask={ask} paper={paper} />;
    case 'devices':
      return <DeviceList devices={state.devices} now={state.now} />;
    case 'money':
      return <MoneyPage report={state.money} now={state.now} ask={ask} />;
    case 'card':
      return <CardTestPage state={state} ask={ask} />;
    case 'code':
      return <CodeTestPage state={state} ask={ask} />;
    case 'printer':
      return <PrinterPage state={state} ask={ask} paper={paper} />;
  }
}
