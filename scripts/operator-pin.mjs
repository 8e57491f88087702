/**
 * `node scripts/operator-pin.mjs FILE`: asks for the number that opens the technician's window of a terminal (4–12 digits)
 * and writes its scrypt hash to FILE, for `operator.pinFile` in kiosk.yaml. The number comes from the keyboard, or as the
 * first line of standard input; it is never an argument, because arguments can be seen by every user of the machine.
 */
import { randomBytes, scryptSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

const COST = { N: 16_384, r: 8, p: 1 };

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

async function askForPin() {
  const isTyped = process.stdin.isTTY === true;
  // What is typed must not stand on the screen.
  const output = isTyped ? new Writable({ write: (_chunk, _encoding, done) => done() }) : undefined;
  const lines = createInterface({ input: process.stdin, output, terminal: isTyped });
  if (isTyped) process.stderr.write('Number, 4-12 digits (not shown): ');
  const { value } = await lines[Symbol.asyncIterator]().next();
  lines.close();
  if (isTyped) process.stderr.write('\n');
  return String(value ?? '').trim();
}

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || rest.length > 0) fail('Usage: node scripts/operator-pin.mjs FILE');
const pin = await askForPin();
if (!/^\d{4,12}$/.test(pin)) fail('The number has to have 4 to 12 digits.');
const salt = randomBytes(16);
const hash = scryptSync(pin, salt, 32, COST);
const { N, r, p } = COST;
const line = ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');
try {
  writeFileSync(/** @type {string} */ (file), `${line}\n`, { mode: 0o600, flag: 'wx' });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  fail(
    code === 'EEXIST' ? `${file} is there already; delete it first.` : `${file} cannot be written (${code}).`,
  );
}
process.stdout.write(`${file} written. In kiosk.yaml: operator: { pinFile: ${file} }\n`);
