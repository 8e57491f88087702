import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheDir } from './cache.mjs';
import {
  chooseElectron,
  describeElectron,
  electronSources,
  RETRY_DOWNLOAD_AFTER_MS,
  readyElectron,
} from './electron.mjs';
import { SetupError } from './say.mjs';

type Sources = Parameters<typeof chooseElectron>[0];
type Binary = Awaited<ReturnType<typeof chooseElectron>>;

const binary = (source: Binary['source']): Binary => ({
  path: `/${source}/electron`,
  dist: `/${source}`,
  version: '45.0.0',
  source,
});

/** A machine with nothing, whose download fails; each test changes what it is about. `calls` is what was fetched, in order. */
function machine(change: Partial<Sources> = {}): { sources: Sources; calls: string[] } {
  const calls: string[] = [];
  const sources: Sources = {
    override: () => undefined,
    installed: () => undefined,
    registryCopy: async () => undefined,
    registryPossible: true,
    download: async () => {
      calls.push('download');
      return 'fetch failed';
    },
    buildRegistryCopy: async () => {
      calls.push('build');
      return binary('registry');
    },
    failure: () => undefined,
    remember: (failure) => {
      calls.push(failure === undefined ? 'forget' : `remember ${failure.reason}`);
    },
    now: () => RETRY_DOWNLOAD_AFTER_MS * 10,
    ...change,
  };
  return { sources, calls };
}

const failedAgo = (milliseconds: number) => () => ({
  version: '45.0.0',
  at: RETRY_DOWNLOAD_AFTER_MS * 10 - milliseconds,
  reason: 'fetch failed',
});

describe('chooseElectron', () => {
  it('takes the override before anything else and fetches nothing', async () => {
    const { sources, calls } = machine({
      override: () => binary('override'),
      installed: () => binary('package'),
    });
    expect((await chooseElectron(sources)).source).toBe('override');
    expect(calls).toEqual([]);
  });

  it('does not look further when the override is broken', async () => {
    const { sources, calls } = machine({
      override: () => {
        throw new SetupError('no Electron there');
      },
      installed: () => binary('package'),
    });
    await expect(chooseElectron(sources)).rejects.toThrow('no Electron there');
    expect(calls).toEqual([]);
  });

  it("takes the package's own binary even when a registry copy is cached", async () => {
    const { sources, calls } = machine({
      installed: () => binary('package'),
      registryCopy: async () => binary('registry'),
    });
    expect((await chooseElectron(sources)).source).toBe('package');
    expect(calls).toEqual([]);
  });

  it('never fetches the fallback when the normal download works, and forgets an older failure', async () => {
    let there = false;
    const { sources, calls } = machine({
      installed: () => (there ? binary('package') : undefined),
      download: async () => {
        there = true;
        return undefined;
      },
    });
    expect((await chooseElectron(sources)).source).toBe('package');
    expect(calls).toEqual(['forget']);
  });

  it('builds the fallback when the download fails, and remembers that', async () => {
    const { sources, calls } = machine();
    expect((await chooseElectron(sources)).source).toBe('registry');
    expect(calls).toEqual(['download', 'build', 'remember fetch failed']);
  });

  it('builds the fallback when the download claims success and leaves nothing usable', async () => {
    const { sources, calls } = machine({ download: async () => undefined });
    expect((await chooseElectron(sources)).source).toBe('registry');
    expect(calls).toEqual(['build', 'remember it left no usable binary behind']);
  });

  it('does not try the download again within a day when a copy is cached', async () => {
    const { sources, calls } = machine({
      registryCopy: async () => binary('registry'),
      failure: failedAgo(RETRY_DOWNLOAD_AFTER_MS - 1),
    });
    expect((await chooseElectron(sources)).source).toBe('registry');
    expect(calls).toEqual([]);
  });

  it.each([
    ['after a day', RETRY_DOWNLOAD_AFTER_MS, false],
    ['at once when asked to', 1, true],
  ])('tries it again %s, and keeps the cached copy when it fails', async (_when, ago, refresh) => {
    const { sources, calls } = machine({
      registryCopy: async () => binary('registry'),
      failure: failedAgo(ago),
    });
    expect((await chooseElectron(sources, { refresh })).source).toBe('registry');
    expect(calls).toEqual(['download', 'remember fetch failed']);
  });

  it('tries the download in spite of a remembered failure when there is no copy to run instead', async () => {
    const { sources, calls } = machine({ failure: failedAgo(1) });
    await chooseElectron(sources);
    expect(calls).toEqual(['download', 'build', 'remember fetch failed']);
  });

  it('says what to do where there is no fallback', async () => {
    const { sources, calls } = machine({ registryPossible: false });
    await expect(chooseElectron(sources)).rejects.toThrow(/fetch failed[\s\S]*ELECTRON_OVERRIDE_DIST_PATH/);
    expect(calls).toEqual(['download']);
  });
});

describe('readyElectron', () => {
  it('gives what chooseElectron would give without fetching, or nothing', async () => {
    expect(await readyElectron(machine().sources)).toBeUndefined();
    const { sources, calls } = machine({ registryCopy: async () => binary('registry') });
    expect((await readyElectron(sources))?.source).toBe('registry');
    expect(calls).toEqual([]);
  });
});

describe('describeElectron', () => {
  it('says of the registry copy that it is not for shipping', () => {
    expect(describeElectron(binary('registry'))).toContain('never shipped');
    expect(describeElectron(binary('package'))).not.toContain('never shipped');
  });
});

describe('cacheDir', () => {
  it.each([
    ['/xdg', '/xdg/shebao-kiosk'],
    ['relative/is/not/allowed', '/home/a/.cache/shebao-kiosk'],
    [undefined, '/home/a/.cache/shebao-kiosk'],
  ])('XDG_CACHE_HOME=%s', (xdg, expected) => {
    expect(cacheDir({ XDG_CACHE_HOME: xdg }, '/home/a')).toBe(expected);
  });
});

describe.runIf(process.platform === 'linux')('electronSources', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kiosk-electron-'));
    mkdirSync(join(root, 'node_modules/electron/dist'), { recursive: true });
    writeFileSync(join(root, 'node_modules/electron/package.json'), '{"version":"45.4.1"}');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const install = (version: string, pathFile: boolean) => {
    const dist = join(root, 'node_modules/electron/dist');
    writeFileSync(join(dist, 'version'), version);
    writeFileSync(join(dist, 'electron'), '#!/bin/sh\necho v1.2.3\n', { mode: 0o755 });
    if (pathFile) writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron');
  };
  const sources = (env: NodeJS.ProcessEnv = {}) =>
    electronSources(root, { XDG_CACHE_HOME: join(root, 'cache'), ...env });

  it('finds the binary that the package installed in the pinned version', () => {
    install('v45.4.1', true);
    expect(sources().installed()?.version).toBe('45.4.1');
  });

  it('does not take one of another version, nor one whose unpacking was cut short', () => {
    install('45.4.0', true);
    expect(sources().installed()).toBeUndefined();
    rmSync(join(root, 'node_modules/electron/path.txt'));
    install('45.4.1', false);
    expect(sources().installed()).toBeUndefined();
  });

  it('takes an override, asking the binary itself when no version is written', () => {
    install('45.4.1', true);
    const dist = join(root, 'node_modules/electron/dist');
    rmSync(join(dist, 'version'));
    expect(sources({ ELECTRON_OVERRIDE_DIST_PATH: dist }).override()).toEqual({
      path: join(dist, 'electron'),
      dist,
      version: '1.2.3',
      source: 'override',
    });
  });

  it('refuses an override without a binary', () => {
    expect(() => sources({ ELECTRON_OVERRIDE_DIST_PATH: root }).override()).toThrow(SetupError);
  });

  it('remembers a failure for the pinned version only, and survives a broken note', () => {
    sources().remember({ reason: 'no route' });
    expect(sources().failure()?.reason).toBe('no route');
    const note = join(root, 'cache/shebao-kiosk/electron-download.json');
    writeFileSync(note, readFileSync(note, 'utf8').replace('45.4.1', '44.0.0'));
    expect(sources().failure()).toBeUndefined();
    writeFileSync(note, '{half');
    expect(sources().failure()).toBeUndefined();
    sources().remember(undefined);
    expect(sources().failure()).toBeUndefined();
  });

  it('tries no download when the environment forbids it', async () => {
    expect(await sources({ ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }).download()).toContain(
      'ELECTRON_SKIP_BINARY_DOWNLOAD',
    );
  });
});
