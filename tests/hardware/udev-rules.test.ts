import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { layoutOfVendor } from '../../drivers/code-scanner/hid-pos/layout.ts';

/** udev says nothing about a rule that never matches. */

const file = resolve(import.meta.dirname, '../../assets/udev/70-shebao-kiosk.rules');
const rules = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const KEY = /^(?:[A-Z]+|(?:ATTRS|ENV)\{\w+\})(?:==|=|\+=)"[^"]*"$/;

test('every rule is made of keys that udev knows how to read, and opens devices to the group alone', () => {
  for (const rule of rules) {
    for (const part of rule.split(', ')) expect(part).toMatch(KEY);
    expect(rule).toMatch(/^SUBSYSTEM=="(?:hidraw|tty|usbmisc)", .*GROUP="kiosk", MODE="0660"/);
  }
});

test('ids are as udev compares them, and all makers of HID POS scanners have theirs', () => {
  const ids = rules.flatMap((rule) => /ATTRS\{idVendor\}=="(.*?)"/.exec(rule)?.[1] ?? []);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{4}$/);
  const known = Array.from({ length: 0x10000 }, (_, id) => id).filter((id) => layoutOfVendor(id) !== null);
  expect(known.length).toBeGreaterThan(0);
  expect(ids).toEqual(expect.arrayContaining(known.map((id) => id.toString(16).padStart(4, '0'))));
});
