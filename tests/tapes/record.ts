import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { formatTape, type Tape } from '../../drivers/transport/emulator/tape.ts';
import { TapeRecorder } from '../../drivers/transport/emulator/tape-recorder.ts';
import { Loopback } from '../../drivers/transport/loopback.ts';
import { PacedLoopback } from '../../drivers/transport/testing/paced-loopback.ts';
import { performer } from './drivers.ts';
import { type Hands, SCENARIOS, type Scenario } from './scenarios.ts';

const FONT = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
/** Longest that a scenario waits for one thing, ms of its own clock. */
const PATIENCE_MS = 60_000;
/** Steps of the clock while something is waited for: finer than any of the drivers' own. */
const STEP_MS = 10;

/** Plays a scenario on a virtual clock, with the bytes taking their time on the line. The same each time. */
async function record({ name, emulator, happens, ...about }: Scenario, fontFile: string): Promise<Tape> {
  const clock = new VirtualClock();
  const { host, line } =
    about.line === undefined ? new Loopback() : new PacedLoopback({ clock, ...about.line });
  const device = emulator(line, clock, fontFile);
  const recorder = new TapeRecorder(about.line === undefined ? withoutSpeed(host) : host, clock);
  const driver = performer(about, recorder.transport, clock);
  const hands: Hands = {
    async pull(lever, args = {}) {
      const found = device.levers.find(({ id }) => id === lever);
      const result = await found?.apply(args);
      if (result?.ok !== true) throw new Error(`${name}: ${lever} ${result?.error.message ?? 'is no lever'}`);
    },
    async until(beginning, times = 1) {
      const seen = () => driver.outcome.filter((one) => one.startsWith(beginning)).length >= times;
      for (let waited = 0; !seen(); waited += STEP_MS) {
        if (waited >= PATIENCE_MS)
          throw new Error(`${name}: no "${beginning}" after ${driver.outcome.join('; ')}`);
        await clock.advance(STEP_MS);
      }
    },
    wait: (ms) => clock.advance(ms),
  };
  driver.start();
  await happens(hands);
  const tape = recorder.stop({ tape: 1, ...about, synthetic: true, outcome: [...driver.outcome] });
  await driver.close();
  await device.close();
  return tape;
}

/** A socket, as the network printer has it. */
function withoutSpeed({ setSpeed: _none, ...host }: Loopback['host']): Loopback['host'] {
  return { ...host, msPerByte: 0 };
}

/** Where the tapes are, in a checkout. */
const FOLDER = 'tests/tapes/recorded';

/** Records the scenarios of these names, or all, anew; answers with the tapes' files. `root`: of the checkout. */
export async function recordAll(root: string, names: readonly string[] = []): Promise<readonly string[]> {
  const wanted = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));
  await mkdir(join(root, FOLDER), { recursive: true });
  const files: string[] = [];
  for (const scenario of wanted) {
    const file = join(FOLDER, `${scenario.name}.jsonl`);
    await writeFile(join(root, file), formatTape(await record(scenario, join(root, FONT))));
    files.push(file);
  }
  return files;
}
