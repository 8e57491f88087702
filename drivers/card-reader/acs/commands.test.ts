import { describe, expect, it } from 'vitest';
import { err, ok } from '../../base/result.ts';
import { GONE, REFUSED, SILENT, scriptedLink } from '../testing/scripted-link.ts';
import { interrogate } from './commands.ts';

const hexOf = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const named = (text: string) => `E000000000${hexOf(text)}`;
const UNKNOWN = ok({ model: 'unknown', firmware: '', isAcr122: false });
const ACR122 = ok({ model: 'ACR122S', firmware: '100', isAcr122: true });

describe('who is there', () => {
  it.each([
    ['names itself', [named('ACR1281S V103')], ok({ model: 'ACR1281S', firmware: 'V103', isAcr122: false })],
    ['fails to say its name, in both ways', ['failed', 'failed', 'failed'], UNKNOWN],
    ['has an empty name, and no other', [named(''), '', '6300'], UNKNOWN],
    ['refuses everything', [REFUSED, REFUSED], UNKNOWN],
    ['refuses, then falls silent', [REFUSED, SILENT], err(SILENT)],
    ['fails, then falls silent', ['failed', '', SILENT], err(SILENT)],
    ['refuses an escape and is an ACR122', [REFUSED, '', hexOf('ACR122S100')], ACR122],
    ['does not know escapes and is an ACR122', [SILENT, '', hexOf('ACR122S100')], ACR122],
    ['answers only the second question', [SILENT, REFUSED], UNKNOWN],
    ['is silent', [SILENT, SILENT], err(SILENT)],
    ['is gone', [GONE], err(GONE)],
    ['goes in the middle', [REFUSED, GONE], err(GONE)],
  ])('a reader that %s', async (_what, answers, expected) => {
    expect(await interrogate(scriptedLink(...answers))).toEqual(expected);
  });
});
