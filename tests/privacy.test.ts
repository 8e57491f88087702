import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findInText, findSecrets, keySecrets } from './e2e/support/privacy.ts';

/** The scan that every end-to-end test ends with is worth what it finds. */

const NAME = { what: 'a name', text: '王建明' };
const NUMBER = { what: 'a number', text: '440404190001011019' };

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiosk-privacy-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a secret is found', () => {
  test.each([
    ['as text', Buffer.from('{"name":"王建明"}')],
    ['as UTF-16', Buffer.from('x王建明', 'utf16le')],
    ['as a printer gets it', iconv.encode('参保人 王建明', 'gb18030')],
    ['in JSON kept to ASCII', Buffer.from('{"name":"\\u738b\\u5efa\\u660e"}')],
    ['as hex', Buffer.from(Buffer.from('王建明').toString('hex'))],
    ['as upper-case hex', Buffer.from(Buffer.from('王建明').toString('hex').toUpperCase())],
  ])('%s', async (_form, content) => {
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'deep/file'), Buffer.concat([Buffer.alloc(5_000, 0x80), content]));
    expect(await findSecrets(folder, [NAME, NUMBER])).toEqual([
      expect.stringMatching(/^a name .*deep\/file$/),
    ]);
  });

  test.each([0, 1, 2, 3, 4])('as base64, %i bytes into what was encoded', async (before) => {
    const text = Buffer.from(`${'<'.repeat(before)}${NUMBER.text}>`).toString('base64');
    await writeFile(join(folder, 'file'), text);
    expect(await findSecrets(folder, [NUMBER])).not.toEqual([]);
  });

  test('in the name of a file', async () => {
    await writeFile(join(folder, `${NUMBER.text}.pdf`), '');
    expect(await findSecrets(folder, [NUMBER])).toEqual([expect.stringMatching(/^a number in the name/)]);
  });

  test('in a text', () => {
    expect(findInText('the log', 'hello 王建明', [NAME, NUMBER])).toEqual(['a name in the log']);
  });

  test('when it is a private key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await writeFile(join(folder, 'dump'), JSON.stringify({ key: privateKey.export({ format: 'jwk' }) }));
    await writeFile(join(folder, 'copy'), pem);
    const finds = await findSecrets(folder, keySecrets('a key', pem));
    expect(finds.some((find) => find.endsWith('dump'))).toBe(true);
    expect(finds.some((find) => find.endsWith('copy'))).toBe(true);
  });
});

test('what is masked is no secret, and no folder holds none', async () => {
  await writeFile(join(folder, 'slip'), '王*明 440***********1019');
  expect(await findSecrets(folder, [NAME, NUMBER])).toEqual([]);
  expect(await findSecrets(join(folder, 'none'), [NAME])).toEqual([]);
});
