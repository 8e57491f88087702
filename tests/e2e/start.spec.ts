import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { KioskFile } from './support/kiosk-file.ts';
import { runToEnd } from './support/run-to-end.ts';
import { test } from './support/world.ts';

/** What keeps the terminal from starting: each one message that says what to do, and the public exit code. */

/** One right configuration, with something wrong in it, and the problems as they are to be told. */
const MISTAKES: readonly {
  readonly name: string;
  readonly spoil: (right: KioskFile) => unknown;
  readonly told: readonly string[];
}[] = [
  {
    name: 'an unknown key',
    spoil: (right) => ({ ...right, terminal: { ...right.terminal, orientaton: 'portrait' } }),
    told: [
      'terminal.orientaton: unknown key; did you mean orientation? (accepted: id, name, region, mmPerPx, orientation, heightMm)',
    ],
  },
  {
    name: 'a wrong type',
    spoil: (right) => ({ ...right, terminal: { ...right.terminal, region: 440404 } }),
    told: ['terminal.region: must be text: put it in quotes (accepted: six digits in quotes, e.g. "440404")'],
  },
  {
    name: 'a key file that is not there',
    spoil: (right) => withWechat(right, { merchantKeyFile: 'keys/lost.pem' }),
    told: [
      'payment.wechat.merchantKeyFile: no such file (accepted: PEM file, PKCS#8 private key, RSA of 2048 bits or more, no pass phrase)',
    ],
  },
  {
    name: 'a key file that holds no key',
    spoil: (right) => withWechat(right, { merchantKeyFile: 'kiosk.yaml' }),
    told: [
      'payment.wechat.merchantKeyFile: not a PEM key file (accepted: PEM file, PKCS#8 private key, RSA of 2048 bits or more, no pass phrase)',
    ],
  },
  {
    name: 'several at once',
    spoil: (right) => ({
      ...right,
      terminal: { ...right.terminal, mmPerPx: 'wide' },
      agency: { baseUrl: 'http://agency.example' },
      timeouts: { qrSeconds: 5 },
    }),
    told: [
      'terminal.mmPerPx: must be a number, but is text (accepted: number 0.05–2)',
      'agency.baseUrl: does not have the accepted form (accepted: https:// address without user, query or fragment; http:// on 127.0.0.1 only)',
      'timeouts.qrSeconds: is too small or too short (accepted: whole number 60–600)',
    ],
  },
];

for (const { name, spoil, told } of MISTAKES) {
  test(`kiosk.yaml with ${name}`, async ({ stage }) => {
    await stage.configure(spoil);
    const { exitCode, lines } = await runToEnd(stage.flags);
    const [heading, ...problems] = lines;
    const count = told.length === 1 ? '1 problem' : `${told.length} problems`;
    expect(heading).toBe(`${stage.flags[1]}: ${count}`);
    expect(problems).toEqual(told.map((problem) => `  ${problem}`));
    expect(exitCode).toBe(2);
  });
}

test('no kiosk.yaml', async ({ stage }) => {
  const file = join(stage.userData, 'none.yaml');
  const { exitCode, lines } = await runToEnd(['--config', file, '--user-data', stage.userData]);
  expect(lines).toEqual([`${file}: 1 problem`, '  there is no such file']);
  expect(exitCode).toBe(2);
});

for (const { flags, told } of [
  { flags: ['--confg=kiosk.yaml'], told: ['--confg: is unknown; did you mean --config?'] },
  { flags: ['--user-data'], told: ['--user-data: needs a value: --user-data DIR'] },
  {
    flags: ['--user-data', '/dev/null/kiosk'],
    told: ['--user-data: the folder /dev/null/kiosk cannot be made (ENOTDIR).'],
  },
  {
    flags: ['--config', 'kiosk.yaml', '--control-port', '0'],
    told: ['--control-port: exists on the demo rig only, not together with --config'],
  },
]) {
  test(`flags: ${flags.join(' ')}`, async () => {
    const { exitCode, lines } = await runToEnd(flags);
    expect(lines).toEqual(told);
    expect(exitCode).toBe(2);
  });
}

test('a second instance on the same data', async ({ world }) => {
  const { exitCode, lines } = await runToEnd(world.flags);
  expect(lines).toEqual([
    `The terminal is already running with the data in ${world.userData}. Close it first, or give another --user-data.`,
  ]);
  expect(exitCode).toBe(4);
  await world.glass.shows('attract');
});

test('a journal that is no journal', async ({ stage }) => {
  const file = join(stage.userData, 'journal.sqlite');
  const rubbish = 'this is not a database, and it is longer than the header of one. '.repeat(100);
  await mkdir(stage.userData, { recursive: true });
  await writeFile(file, rubbish);
  const { exitCode, lines } = await runToEnd(stage.flags);
  expect(lines.filter((line) => !line.startsWith('[kiosk]'))).toEqual([
    `The journal ${file} is damaged (it is not a readable database). Nothing was changed; keep the file and call support.`,
  ]);
  expect(exitCode).toBe(3);
  expect(await readFile(file, 'utf8')).toBe(rubbish);
});

test.describe('without a scanner', () => {
  test.use({ terminal: { scanner: false } });

  test('a card reader that is not there is waited for', async ({ stage }) => {
    await stage.pull('card-reader-unplug');
    await stage.launch();
    await stage.glass.shows('out-of-service');
    await stage.glass.says('error-code', 'NO_IDENTIFICATION');
    const said = (await stage.output()).split('\n').filter((line) => line.includes('card-reader'));
    expect(said).toEqual(['[kiosk] card-reader: cannot be opened (NOT_FOUND); trying again']);
    await stage.pull('card-reader-replug');
    await stage.glass.shows('attract');
  });
});

function withWechat(right: KioskFile, change: Readonly<Record<string, unknown>>): unknown {
  return { ...right, payment: { wechat: { ...right.payment.wechat, ...change } } };
}
