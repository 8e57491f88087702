import './kit/tokens.css';
import './operator/operator.css';
import './operator/device-list.css';
import './operator/test-pages.css';
import './operator/pin-page.css';
import './operator/demo-page.css';
import './operator/money-page.css';
import './operator/printer-page.css';
import { createRoot } from 'react-dom/client';
import { mountPoint } from './mount-point.ts';
import { Panel } from './operator/panel.tsx';
import { watchWedge } from './wedge.ts';

const bridge = window.operator;
if (bridge === undefined) throw new Error('The preload did not provide window.operator');

// Whatever window has the keyboard has the scanner that types.
watchWedge(window, (typed) => bridge.scanned(typed));
createRoot(mountPoint('panel')).render(<Panel bridge={bridge} />);
