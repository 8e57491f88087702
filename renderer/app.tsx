import { type JSX, useLayoutEffect } from 'react';
import type { Snapshot } from '../main/contract/snapshot.ts';
import { applyGlass, useViewport } from './kit/glass.ts';
import { IdleWarning } from './kit/idle-warning.tsx';
import { AttractScreen } from './screens/attract/attract.tsx';
import { BillsScreen } from './screens/bills/bills.tsx';
import { CaseScreen } from './screens/case/case.tsx';
import { FarewellScreen } from './screens/farewell/farewell.tsx';
import { HomeScreen } from './screens/home/home.tsx';
import { IdentifyScreen } from './screens/identify/identify.tsx';
import { OutOfServiceScreen } from './screens/out-of-service/out-of-service.tsx';
import { OutcomeScreen } from './screens/outcome/outcome.tsx';
import { PayScreen } from './screens/pay/pay.tsx';
import { ReceiptScreen } from './screens/receipt/receipt.tsx';
import { ReviewScreen } from './screens/review/review.tsx';
import { TroubleScreen } from './screens/trouble/trouble.tsx';
import { useLatestSnapshot } from './store.ts';

/** Paper-white until main has spoken, then exactly the screen that it names. */
export function App(): JSX.Element | null {
  const snapshot = useLatestSnapshot();
  return snapshot === null ? null : <Glass snapshot={snapshot} />;
}

function Glass({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { terminal, settings, screen, idle } = snapshot;
  const viewport = useViewport();
  useLayoutEffect(() => {
    applyGlass(document.documentElement, { viewport, terminal, settings });
  }, [viewport, terminal, settings]);
  return (
    <>
      {/* A new screen is a new tree: nothing of the last one, and nothing of the last resident, is carried over. */}
      <div className="stage" key={screen.name} inert={idle !== null}>
        <ScreenOnGlass snapshot={snapshot} />
      </div>
      {idle === null ? null : <IdleWarning screen={screen.name} secondsLeft={idle.secondsLeft} />}
    </>
  );
}

function ScreenOnGlass({ snapshot: { screen } }: { readonly snapshot: Snapshot }): JSX.Element {
  switch (screen.name) {
    case 'attract':
      return <AttractScreen screen={screen} />;
    case 'identify':
      return <IdentifyScreen screen={screen} />;
    case 'home':
      return <HomeScreen screen={screen} />;
    case 'bills':
      return <BillsScreen screen={screen} />;
    case 'review':
      return <ReviewScreen screen={screen} />;
    case 'pay':
      return <PayScreen screen={screen} />;
    case 'outcome':
      return <OutcomeScreen screen={screen} />;
    case 'case':
      return <CaseScreen screen={screen} />;
    case 'receipt':
      return <ReceiptScreen screen={screen} />;
    case 'farewell':
      return <FarewellScreen screen={screen} />;
    case 'trouble':
      return <TroubleScreen screen={screen} />;
    case 'out-of-service':
      return <OutOfServiceScreen screen={screen} />;
  }
}
