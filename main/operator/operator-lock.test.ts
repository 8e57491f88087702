import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { OperatorLock } from './operator-lock.ts';
import { isRightPin, type PinHash, parsePinHash } from './pin-hash.ts';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/operator-pin.mjs');
let folder = '';
let text = '';
let hash: PinHash;

/** @throws with what the script says */
function make(file: string, typed: string): void {
  execFileSync(process.execPath, [SCRIPT, file], { input: typed, stdio: 'pipe' });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pin-'));
  make(join(folder, 'pin'), '246810\nrest');
  text = readFileSync(join(folder, 'pin'), 'utf8');
  const parsed = parsePinHash(text);
  if (parsed === null) throw new Error('the script’s own file is not understood');
  hash = parsed;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the number’s file', () => {
  it('is made for its owner only, holds no number, and fits the number', () => {
    expect(statSync(join(folder, 'pin')).mode & 0o777).toBe(0o600);
    expect(text).not.toContain('246810');
    expect([isRightPin(hash, '246810'), isRightPin(hash, '246811'), isRightPin(hash, '')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is never written over, and not made of what is no number', () => {
    expect(() => make(join(folder, 'pin'), '1234\n')).toThrow('is there already');
    for (const typed of ['123\n', '1234567890123\n', 'abcdef\n', '']) {
      expect(() => make(join(folder, 'other'), typed)).toThrow('4 to 12 digits');
    }
    expect(() => make(join(folder, 'none/other'), '1234\n')).toThrow('ENOENT');
    expect(() => execFileSync(process.execPath, [SCRIPT], { stdio: 'pipe' })).toThrow('Usage');
  });

  it.each([
    ['nothing', ''],
    ['the number itself', '246810'],
    ['another cost', 'scrypt$2$8$1$SQAf7PSwVGhIbd6e6cZReQ==$yP/qX2hpQQzvM1doP6EmPxj/tuZUjOTubqdkPtfMFSQ='],
    ['a short hash', 'scrypt$16384$8$1$SQAf7PSwVGhIbd6e6cZReQ==$yP/q'],
  ])('is not understood when it holds %s', (_, content) => {
    expect(parsePinHash(content)).toBeNull();
  });
});

describe('the lock', () => {
  it('opens for the right number and counts down for wrong ones', () => {
    const lock = new OperatorLock(hash, new VirtualClock());
    expect(lock.state()).toEqual({ triesLeft: 5, waitSeconds: 0 });
    expect([lock.try('0000'), lock.try('0001')]).toEqual(['wrong', 'wrong']);
    expect(lock.state()).toEqual({ triesLeft: 3, waitSeconds: 0 });
    expect(lock.try('246810')).toBe('right');
    expect(lock.state().triesLeft).toBe(5);
  });

  it('makes guessing slow: a minute after the fifth, twice as long each time, an hour at most', async () => {
    const clock = new VirtualClock();
    const lock = new OperatorLock(hash, clock);
    for (let tries = 0; tries < 5; tries += 1) lock.try('0000');
    expect(lock.state()).toEqual({ triesLeft: 0, waitSeconds: 60 });
    expect(lock.try('246810')).toBe('wait');
    await clock.advance(59_999);
    expect(lock.state().waitSeconds).toBe(1);
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      await clock.advance(lock.state().waitSeconds * 1_000);
      expect(lock.state()).toEqual({ triesLeft: 1, waitSeconds: 0 });
      expect(lock.try('0000')).toBe('wrong');
      waits.push(lock.state().waitSeconds);
    }
    expect(waits).toEqual([120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
    await clock.advance(3_600_000);
    expect(lock.try('246810')).toBe('right');
  });
});
