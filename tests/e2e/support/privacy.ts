import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';

/** What must never lie on the terminal's disk in clear. `what` names it in a failure without quoting it. */
export interface Secret {
  readonly what: string;
  readonly text: string;
}

interface Needle {
  readonly what: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/**
 * Looks for secrets in every file below a folder, in the forms in which text usually ends up in files, and in the files'
 * names. Answers with one line per find; empty = clean.
 */
export async function findSecrets(folder: string, secrets: readonly Secret[]): Promise<readonly string[]> {
  const needles = secrets.flatMap(formsOf);
  const finds: string[] = [];
  if (!existsSync(folder)) return finds;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = Buffer.from(path.slice(folder.length), 'utf8');
    const content = entry.isFile() ? await readFile(path) : Buffer.alloc(0);
    for (const { what, form, bytes } of needles) {
      if (name.includes(bytes)) finds.push(`${what} in the name of a file below ${folder}`);
      if (content.includes(bytes)) finds.push(`${what} (${form}) in ${path.slice(folder.length)}`);
    }
  }
  return finds;
}

/** The same in a text, e.g. what the app has said on its streams. */
export function findInText(where: string, text: string, secrets: readonly Secret[]): readonly string[] {
  return secrets.filter((secret) => text.includes(secret.text)).map(({ what }) => `${what} in ${where}`);
}

/** A private key as the lines of its PEM, and its exponent as a JWK has it. */
export function keySecrets(what: string, pem: string): readonly Secret[] {
  const exponent = createPrivateKey(pem).export({ format: 'jwk' }).d ?? '';
  const lines = pem.split('\n').filter((line) => line.length === 64);
  return [...lines, exponent.slice(0, 64)].map((text) => ({ what, text }));
}

function formsOf({ what, text }: Secret): readonly Needle[] {
  const needle = (form: string, bytes: Buffer): Needle => ({ what, form, bytes });
  const utf8 = Buffer.from(text, 'utf8');
  const ascii = utf8.length === text.length;
  return [
    needle('UTF-8', utf8),
    needle('UTF-16', Buffer.from(text, 'utf16le')),
    ...(ascii ? [] : [needle('GB 18030', iconv.encode(text, 'gb18030')), needle('escaped', escaped(text))]),
    ...[utf8.toString('hex'), utf8.toString('hex').toUpperCase()].map((hex) =>
      needle('hex', Buffer.from(hex)),
    ),
    ...base64Forms(utf8).map((part) => needle('base64', Buffer.from(part))),
  ];
}

/** As in JSON that is kept to ASCII. */
function escaped(text: string): Buffer {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return Buffer.from(units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join(''));
}

/** The part of a base64 text that does not depend on what stands before and after, for each of the three alignments. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const from = before === 0 ? 0 : before + 1;
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(from, whole);
  });
}
