import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkIntegrity,
  findRegistryElectron,
  isWholeCopy,
  placeOf,
  sealCopy,
} from './electron-registry.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kiosk-copy-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('checkIntegrity', () => {
  // sha512 of "abc", FIPS 180-2 appendix C.1.
  const abc =
    'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';

  it('accepts exactly the pinned bytes', async () => {
    writeFileSync(join(dir, 'a'), 'abc');
    await expect(checkIntegrity(join(dir, 'a'), abc)).resolves.toBeUndefined();
  });

  it('refuses one changed byte', async () => {
    writeFileSync(join(dir, 'a'), 'abd');
    await expect(checkIntegrity(join(dir, 'a'), abc)).rejects.toThrow('not what was pinned');
  });
});

describe('placeOf', () => {
  it.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/locales/zh-CN.pak', 'locales/zh-CN.pak'],
    ['Cypress/', undefined],
    ['Cypress/locales/', undefined],
    ['Cypress/resources/app/index.js', undefined],
    ['Cypress/binary_state.json', undefined],
    ['Cypress/browser_v8_context_snapshot.bin', undefined],
    ['Cypress/v8_context_snapshot.bin', 'v8_context_snapshot.bin'],
  ])('%s → %s', (name, place) => {
    expect(placeOf(name)).toBe(place);
  });

  it.each(['Cypress/../../etc/passwd', 'Cypress//etc/passwd', '/etc/passwd', 'Cypress/a\\..\\b'])(
    'refuses %s',
    (name) => {
      expect(() => placeOf(name)).toThrow('unsafe path');
    },
  );
});

describe('a copy in the cache', () => {
  const file = (name: string) => join(dir, name);
  beforeEach(async () => {
    mkdirSync(file('locales'));
    writeFileSync(file('electron'), 'binary', { mode: 0o755 });
    writeFileSync(file('locales/zh-CN.pak'), 'words');
    await sealCopy(dir);
  });

  it('is whole when it is as it was sealed', async () => {
    expect(await isWholeCopy(dir)).toBe(true);
  });

  it('is whole when a file was merely touched', async () => {
    utimesSync(file('electron'), 1, 1);
    expect(await isWholeCopy(dir)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['a file is missing', () => rmSync(file('locales/zh-CN.pak'))],
    ['a file was cut short', () => writeFileSync(file('electron'), 'bin')],
    ['a file grew', () => appendFileSync(file('electron'), '!')],
    ['bytes changed at the same size', () => writeFileSync(file('electron'), 'bin@ry')],
    ['the manifest is missing (the work was cut short)', () => rmSync(file('shebao-kiosk.json'))],
    ['the manifest is half', () => writeFileSync(file('shebao-kiosk.json'), '{"recipe":')],
    [
      'another recipe made it',
      () => {
        const manifest = JSON.parse(readFileSync(file('shebao-kiosk.json'), 'utf8'));
        writeFileSync(file('shebao-kiosk.json'), JSON.stringify({ ...manifest, recipe: 0 }));
      },
    ],
  ])('is not when %s', async (_why, harm) => {
    harm();
    expect(await isWholeCopy(dir)).toBe(false);
  });

  it('is not found in an empty cache', async () => {
    expect(await findRegistryElectron(join(dir, 'nowhere'))).toBeUndefined();
  });
});
