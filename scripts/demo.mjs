/**
 * `npm run demo -- --out DIR`: opens the app and walks one whole visit through the real screens on the demo rig.
 * Exits 0 only when the payment is booked and the slip is proven printed (tests/demo/walk.ts).
 */
import { entry } from './setup/say.mjs';
import { outOption, runTool } from './tool.mjs';

await entry(() => runTool('tests/demo/walk.ts', 'runDemo', outOption(undefined), 'real'));
