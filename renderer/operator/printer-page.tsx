import type { JSX } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import type { Ask } from './ask.ts';
import { PaperPicture } from './paper-picture.tsx';
import { PrinterCounts } from './printer-counts.tsx';
import { PrinterProfiles } from './printer-profiles.tsx';
import { PrinterState } from './printer-state.tsx';
import { PrinterTests } from './printer-tests.tsx';

interface PrinterPageProps {
  readonly state: OpenState;
  readonly ask: Ask;
  readonly paper: () => Promise<Uint8Array | null>;
}

/** 打印机: what it says, what it has used, what a test slip comes to, and which profile fits it. */
export function PrinterPage({ state, ask, paper }: PrinterPageProps): JSX.Element {
  const { printer, now, demo } = state;
  if (printer === null) return <p className="part">没有配置打印机，居民只能取电子凭证。</p>;
  return (
    <>
      <div className="columns printer__top">
        <PrinterState page={printer} />
        <PrinterCounts page={printer} now={now} ask={ask} />
      </div>
      <PrinterTests state={state} page={printer} ask={ask} />
      {demo === null || demo.paperVersion === 0 ? null : (
        <details className="part">
          <summary>看模拟打印机的纸</summary>
          <PaperPicture version={demo.paperVersion} load={paper} />
        </details>
      )}
      <PrinterProfiles state={state} page={printer} ask={ask} />
    </>
  );
}
