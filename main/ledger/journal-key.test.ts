import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { newFile, open, refusal } from './testing/journals.ts';

describe('the key', () => {
  it('gives the same person the same hash in this journal and another elsewhere', () => {
    const file = newFile();
    const first = open({ file });
    const hash = first.key.identity('P0001');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(first.key.identity('P0002')).not.toBe(hash);
    first.close();
    expect(open({ file }).key.identity('P0001')).toBe(hash);
    expect(open({ file: newFile() }).key.identity('P0001')).not.toBe(hash);
  });

  it('gives each order a claim that stays its own and cannot be guessed from its number', () => {
    const file = newFile();
    const first = open({ file });
    const claims = Array.from({ length: 200 }, (_, at) => first.key.receiptClaim(`K${at}`));
    first.close();
    for (const claim of claims) expect(claim).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(new Set(claims).size).toBe(claims.length);
    // Every digit at every place: no bit of the claim is fixed.
    expect(new Set(claims.join('')).size).toBe(32);
    expect(open({ file }).key.receiptClaim('K0')).toBe(claims[0]);
    expect(open({ file: newFile() }).key.receiptClaim('K0')).not.toBe(claims[0]);
  });

  it('is never replaced: missing, damaged or foreign stops', () => {
    const file = newFile();
    open({ file }).close();
    const key = readFileSync(`${file}.key`);
    writeFileSync(`${file}.key`, key.subarray(1));
    expect(refusal(file)).toBe('KEY');
    writeFileSync(`${file}.key`, Buffer.alloc(32));
    expect(refusal(file)).toBe('KEY');
    writeFileSync(`${file}.key`, key);
    expect(refusal(file)).toBe('opened');
    const lost = newFile();
    open({ file: lost }).close();
    writeFileSync(`${lost}.key`, '');
    expect(refusal(lost)).toBe('KEY');
  });

  it('whose file is gone stops a journal that had one', () => {
    const file = newFile();
    open({ file }).close();
    rmSync(`${file}.key`);
    expect(refusal(file)).toBe('KEY');
    expect(readdirSync(join(file, '..'))).not.toContain('journal.sqlite.key');
  });

  it('that cannot be read is an answer too', () => {
    const file = newFile();
    mkdirSync(`${file}.key`);
    expect(refusal(file)).toBe('UNUSABLE');
  });
});
