import './operator/operator.css';
import { createRoot } from 'react-dom/client';
import { mountPoint } from './mount-point.ts';
import { Panel } from './operator/panel.tsx';

const bridge = window.operator;
if (bridge === undefined) throw new Error('The preload did not provide window.operator');

createRoot(mountPoint('panel')).render(<Panel bridge={bridge} />);
