import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeFlagProblems, FLAGS, type FlagContext, parseFlags } from './flags.ts';
import { FOREIGN_SWITCHES, foreignSwitch } from './foreign-switches.ts';

const NOTHING = { config: null, userData: null, headless: false, controlPort: null, lang: 'zh-Hans' };

function parse(args: readonly string[], context: FlagContext = { cwd: '/home/tech' }) {
  const result = parseFlags(['/usr/bin/electron', ...args], context);
  return result.ok ? result.value : describeFlagProblems(result.error);
}

afterEach(() => vi.unstubAllEnvs());

describe('parseFlags', () => {
  it('asks for the demo rig when nothing is said', () => {
    expect(parse(['/srv/app'])).toEqual(NOTHING);
    expect(parse([])).toEqual(NOTHING);
  });

  it('reads both spellings, and paths from where the person stands', () => {
    const expected = {
      ...NOTHING,
      config: '/home/tech/kiosk.yaml',
      userData: '/var/lib/kiosk',
      headless: true,
    };
    expect(
      parse(['.', '--config', 'kiosk.yaml', '--user-data=/var/lib/kiosk', '--headless', '--lang', 'zh-Hans']),
    ).toEqual(expected);
    expect(
      parse(['.', '--headless', '--lang=zh-Hans', '--config=kiosk.yaml', '--user-data', '/var/lib/kiosk']),
    ).toEqual(expected);
  });

  it('stands where npm was called, else in the working directory', () => {
    vi.stubEnv('INIT_CWD', '/home/caller');
    expect(parse(['.', '--config', 'a.yaml'], {})).toMatchObject({ config: '/home/caller/a.yaml' });
    vi.stubEnv('INIT_CWD', undefined);
    expect(parse(['.', '--config', 'a.yaml'], {})).toMatchObject({ config: `${process.cwd()}/a.yaml` });
  });

  it.each([
    ['0', 0],
    ['1', 1],
    ['65535', 65_535],
  ])('takes port %s', (text, controlPort) => {
    expect(parse(['.', '--control-port', text])).toEqual({ ...NOTHING, controlPort });
  });

  it('lets through what Playwright and Chromium add', () => {
    const playwright = ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '--disable-gpu'];
    expect(parse(['-r', '/x/loader.js', ...playwright, '/srv/app', '--', '--headless'])).toEqual({
      ...NOTHING,
      headless: true,
    });
    expect(parse(['--require', './loader.cjs', '.', '--enable-features=A,B', '--v=1'])).toEqual(NOTHING);
  });

  it.each([
    [['--config'], '--config: needs a value: --config FILE'],
    [['--config='], '--config: needs a value: --config FILE'],
    [['--config', '--headless'], '--config: needs a value: --config FILE'],
    [['--user-data', ''], '--user-data: needs a value: --user-data DIR'],
    [['--headless=yes'], '--headless: takes no value'],
    [['--config', 'a', '--config', 'b'], '--config: is given twice'],
    [['--headless', '--headless'], '--headless: is given twice'],
    [['--control-port', '65536'], '--control-port: must be a port: 1–65535, or 0 for any free one'],
    [['--control-port', 'x'], '--control-port: must be a port: 1–65535, or 0 for any free one'],
    [
      ['--control-port', '8080', '--config', 'a'],
      '--control-port: exists on the demo rig only, not together with --config',
    ],
    [['--lang', 'en'], '--lang: not available in this version; available: zh-Hans'],
    [['--confg', 'a'], '--confg: is unknown; did you mean --config?\na: is not expected here'],
    [['--user-data-dir=/secret'], '--user-data-dir: is unknown; did you mean --user-data?'],
    [['--kiosk'], '--kiosk: is unknown'],
    [['-headless'], '-headless: is unknown; did you mean --headless?'],
    [['-x'], '-x: is unknown'],
    [['another'], 'another: is not expected here'],
  ])('%j: %s', (args, report) => {
    expect(parse(['.', ...args])).toBe(report);
  });

  it('tells every problem at once', () => {
    expect(parse(['.', '--lang', 'fr', '--kiosk', '--control-port=-1'])).toBe(
      [
        '--kiosk: is unknown',
        '--control-port: must be a port: 1–65535, or 0 for any free one',
        '--lang: not available in this version; available: zh-Hans',
      ].join('\n'),
    );
  });

  it('opens no door in the packaged app, and expects no directory', () => {
    const packaged = { packaged: true, cwd: '/' };
    expect(parse(['--config', 'kiosk.yaml', '--disable-gpu'], packaged)).toEqual({
      ...NOTHING,
      config: '/kiosk.yaml',
    });
    expect(parse(['--inspect=9229', '--remote-debugging-port=9222', '.'], packaged)).toBe(
      [
        '--inspect: is not allowed in the packaged app',
        '--remote-debugging-port: is not allowed in the packaged app',
        '.: is not expected here',
      ].join('\n'),
    );
  });
});

describe('foreign switches', () => {
  it('have a reason each and never hide one of ours', () => {
    const names = FOREIGN_SWITCHES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { why } of FOREIGN_SWITCHES) expect(why).not.toBe('');
    for (const name of Object.keys(FLAGS)) expect(foreignSwitch(name)).toBeNull();
  });
});
