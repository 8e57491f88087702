import './kit/tokens.css';
import './kit/base.css';
import { createRoot } from 'react-dom/client';
import { watchActivity, watchOperatorGesture } from './activity.ts';
import { App } from './app.tsx';
import { mountPoint } from './mount-point.ts';
import { createKioskStore, KioskContext } from './store.ts';
import { watchWedge } from './wedge.ts';

const bridge = window.kiosk;
if (bridge === undefined) throw new Error('The preload did not provide window.kiosk');

// Before everybody else who listens for keys: what a scanner types is for nobody else.
watchWedge(window, (typed) => bridge.scanned(typed));
const kiosk = createKioskStore(bridge);
watchActivity(window, kiosk.send);
watchOperatorGesture(window, kiosk);
createRoot(mountPoint('glass')).render(
  <KioskContext value={kiosk}>
    <App />
  </KioskContext>,
);
