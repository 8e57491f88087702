/** `npm run bench [-- --out DIR]`: the benchmark table (tests/bench/bench.ts), on a virtual display for comparable numbers. */
import { entry } from './setup/say.mjs';
import { outOption, runTool } from './tool.mjs';

await entry(() => runTool('tests/bench/bench.ts', 'runBench', outOption('.build/bench'), 'virtual'));
