import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { err, ok } from '../../base/result.ts';
import type { AuthProvider } from '../auth/auth-provider.ts';
import type { CardSlot } from '../card-slot.ts';
import vectors from '../fixtures/card-vectors.json' with { type: 'json' };
import { parseRecords } from '../iso7816/simple-tlv.ts';
import type { CardError } from '../port.ts';
import { NOTES_CARD } from '../testing/notes-card.ts';
import { readSocialCard } from './read-card.ts';

/** A card that answers from a list: command in hex → answer in hex, or what the slot fails with. */
class ScriptedSlot implements CardSlot {
  readonly asked: string[] = [];
  readonly #answers: Readonly<Record<string, string | CardError>>;
  readonly #otherwise: string;

  constructor(answers: Readonly<Record<string, string | CardError>>, otherwise = '6A82') {
    this.#answers = answers;
    this.#otherwise = otherwise;
  }

  async powerOn() {
    return ok(fromHex('3B6D000000813147318650430200000013'));
  }

  async transmit(tpdu: Uint8Array) {
    const command = toHex(tpdu);
    this.asked.push(command);
    const answer = this.#answers[command] ?? this.#otherwise;
    return typeof answer === 'string' ? ok(fromHex(answer)) : err(answer);
  }

  async powerOff() {}

  async isPresent() {
    return ok(true);
  }
}

const read = (slot: CardSlot) => readSocialCard(slot, new VirtualClock());
const SELECT = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';
const EF05 = '00A4000002EF05';
const EF06 = '00A4000002EF06';
const ALL = '00B2010500';

/** The replies of the synthetic card in the card notes, by tag. */
const BY_TAG = Object.fromEntries(
  vectors.flatMap(({ name, note, hex }) =>
    name.includes('(synthetic v2)') ? [[note?.replace('READ RECORD ', '') ?? '', hex]] : [],
  ),
);

describe('the captured session', () => {
  it('is asked for in the same way, and understood', async () => {
    const hex = (name: string) => vectors.find((one) => one.proto === 'apdu' && one.name === name)?.hex ?? '';
    const slot = new ScriptedSlot({
      [hex('select SSSE')]: hex('61xx'),
      [hex('get response')]: hex('FCI'),
      [hex('select EF05')]: hex('ok'),
      [ALL]: hex('6Cxx'),
      [hex('read all')]: hex('EF05 all'),
      [EF06]: '9000',
      '00B2010540': hex('EF05 all'),
    });
    const result = await read(slot);
    expect(slot.asked.slice(0, 5)).toEqual([
      hex('select SSSE'),
      hex('get response'),
      hex('select EF05'),
      ALL,
      hex('read all'),
    ]);
    // A test card: it holds nobody.
    expect(result).toEqual({ ok: false, error: { code: 'UNREADABLE', detail: 'tag 08' } });
  });
});

describe('a card that is read tag by tag', () => {
  it('is the synthetic card of the notes', async () => {
    const slot = new ScriptedSlot(
      { [SELECT]: '9000', [EF05]: '9000', [EF06]: '9000', ...BY_TAG, [ALL]: '6A86' },
      '6A83',
    );
    expect(await read(slot)).toEqual({ ok: true, value: NOTES_CARD });
  });

  it('may overlook "to the last" and give one record only', async () => {
    const slot = new ScriptedSlot({
      [SELECT]: '9000',
      [EF05]: '9000',
      [EF06]: '9000',
      ...BY_TAG,
      [ALL]: BY_TAG['00B2010000'] ?? '',
    });
    expect(await read(slot)).toEqual({ ok: true, value: NOTES_CARD });
    expect(slot.asked).not.toContain('00B2010000');
  });

  it('misses what has no record, without an error', async () => {
    const { '00B2070000': _card, '00B24E0000': _extension, ...rest } = BY_TAG;
    const slot = new ScriptedSlot(
      { [SELECT]: '9000', [EF05]: '9000', [EF06]: '9000', ...rest, [ALL]: '6700' },
      '6A83',
    );
    const { cardNumber: _number, ...expected } = NOTES_CARD;
    expect(await read(slot)).toEqual({ ok: true, value: expected });
  });
});

describe('a card that is read by record number', () => {
  it('of the first generation has no name extension to ask for', async () => {
    const slot = new ScriptedSlot(
      {
        [SELECT]: '9000',
        [EF05]: '9000',
        [EF06]: '9000',
        '00B2030400': '0304312E30009000',
        '00B2010400': BY_TAG['00B2080000'] ?? '',
        '00B2020400': BY_TAG['00B2090000'] ?? '',
      },
      '6A81',
    );
    expect(await read(slot)).toMatchObject({
      ok: true,
      value: { version: '1', idNumber: NOTES_CARD.idNumber, name: '张三' },
    });
    expect(slot.asked.filter((command) => command === '00B2030400').length).toBe(1);
  });
});

describe('an application that is hard to find', () => {
  it('may need the master file first', async () => {
    let master = false;
    const slot = new ScriptedSlot({ [EF05]: '9000', [EF06]: '9000', ...BY_TAG, [ALL]: '6A86' }, '9000');
    const transmit = slot.transmit.bind(slot);
    slot.transmit = async (tpdu) => {
      const answer = await transmit(tpdu);
      if (toHex(tpdu) === '00A40000023F00') master = true;
      return toHex(tpdu) === SELECT && !master ? ok(fromHex('6A82')) : answer;
    };
    expect((await read(slot)).ok).toBe(true);
    expect(slot.asked.slice(0, 3)).toEqual([SELECT, '00A40000023F00', SELECT]);
  });

  it('may bear the other name', async () => {
    const other = SELECT.replace('737831', '737832');
    const slot = new ScriptedSlot({
      [other]: '9000',
      [EF05]: '9000',
      [EF06]: '9000',
      ...BY_TAG,
      [ALL]: '6A86',
    });
    expect(await read(slot)).toEqual({ ok: true, value: NOTES_CARD });
  });

  it('is not there on another card', async () => {
    expect(await read(new ScriptedSlot({}))).toEqual({
      ok: false,
      error: { code: 'NOT_SOCIAL_CARD', detail: 'SW 6A82' },
    });
  });
});

describe('a guarded card', () => {
  it('of which the holder cannot even be selected needs a SAM', async () => {
    const slot = new ScriptedSlot(
      { [SELECT]: '9000', [EF05]: '9000', [EF06]: '6982', [ALL]: '6982', '00B2030000': '0304332E30309000' },
      '6982',
    );
    expect(await read(slot)).toEqual({
      ok: true,
      value: {
        outcome: 'NEEDS_SAM',
        version: '3',
        specification: '3.00',
        resetInfo: NOTES_CARD.resetInfo,
        warnings: [],
      },
    });
  });

  it('is asked once for the holder, then left alone', async () => {
    const slot = new ScriptedSlot({ [SELECT]: '9000', [EF05]: '9000', [EF06]: '9000' }, '6982');
    expect(await read(slot)).toMatchObject({ ok: true, value: { outcome: 'NEEDS_SAM', version: 'unknown' } });
    expect(slot.asked.slice(slot.asked.indexOf(EF06))).toEqual([EF06, ALL, '00B2080000']);
  });
});

describe('data that cannot be an identity', () => {
  const slotWith = (records: Readonly<Record<string, string>>) =>
    new ScriptedSlot({
      [SELECT]: '9000',
      [EF05]: '9000',
      [EF06]: '9000',
      ...BY_TAG,
      ...records,
      [ALL]: '6A86',
    });

  it.each([
    ['an empty number', { '00B2080000': `0812${'00'.repeat(18)}9000` }, 'tag 08'],
    ['a number in no script', { '00B2080000': `0812${'C0'.repeat(18)}9000` }, 'tag 08'],
    ['a number of punctuation', { '00B2080000': `0812${'2D'.repeat(18)}9000` }, 'tag 08'],
    ['a name of control characters', { '00B2090000': '090207079000' }, 'tag 09'],
  ])('%s is UNREADABLE', async (_what, records, detail) => {
    expect(await read(slotWith(records))).toEqual({ ok: false, error: { code: 'UNREADABLE', detail } });
  });

  it('does not include an odd identifier, which is left out', async () => {
    const short = await read(slotWith({ '00B2010000': '0103110105' + '9000' }));
    expect(short.ok && 'cardIdentifier' in short.value).toBe(false);
    const odd = await read(slotWith({ '00B2010000': `0110${'AB'.repeat(16)}9000` }));
    expect(odd.ok && odd.value).toMatchObject({ cardIdentifier: 'AB'.repeat(16) });
    expect(odd.ok && 'region' in odd.value).toBe(false);
  });
});

describe('trouble in the middle', () => {
  const steps = [SELECT, '00A40000023F00', EF05, ALL, '00B2010000', EF06];

  it.each(steps)('a card that leaves at %s was removed', async (command) => {
    const slot = new ScriptedSlot({
      [SELECT]: command.startsWith('00A40000023F') ? '6A82' : '9000',
      [EF05]: '9000',
      [EF06]: '9000',
      ...BY_TAG,
      [ALL]: '6A86',
      [command]: { code: 'NO_CARD' },
    });
    expect(await read(slot)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
  });

  it('an answer without end is given up', async () => {
    const slot = new ScriptedSlot({ [SELECT]: '6110' }, 'AA6110');
    expect(await read(slot)).toEqual({ ok: false, error: { code: 'UNREADABLE', detail: 'endless answer' } });
  });

  it('a card that leaves while an answer is fetched was removed', async () => {
    const slot = new ScriptedSlot({ [SELECT]: '6110', '00C0000010': { code: 'NO_CARD' } });
    expect(await read(slot)).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
  });

  it('6Cxx to a command with data is an answer, not a correction', async () => {
    const slot = new ScriptedSlot({}, '6C10');
    expect(await read(slot)).toMatchObject({ error: { code: 'NOT_SOCIAL_CARD', detail: 'SW 6C10' } });
  });
});

describe('records', () => {
  it('have one-byte tags, even where BER would go on', () => {
    expect(parseRecords(fromHex('1F0141 5F0142'))).toEqual([
      { tag: 0x1f, value: fromHex('41') },
      { tag: 0x5f, value: fromHex('42') },
    ]);
  });

  it('never throw, and never hold more than arrived', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const sum = parseRecords(bytes).reduce((total, { value }) => total + 2 + value.length, 0);
        expect(sum).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('of any content give an identity or a reason, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 8 }),
        async (answers) => {
          const slot = new ScriptedSlot({ [SELECT]: '9000', [EF05]: '9000', [EF06]: '9000' });
          const transmit = slot.transmit.bind(slot);
          let turn = 0;
          slot.transmit = async (tpdu) => {
            const scripted = await transmit(tpdu);
            if (tpdu[1] !== 0xb2) return scripted;
            return ok(Uint8Array.from([...(answers[turn++ % answers.length] ?? []), 0x90, 0x00]));
          };
          const result = await read(slot);
          if (!result.ok) expect(result.error.code).toBe('UNREADABLE');
        },
      ),
    );
  });
});

describe('any answers at all', () => {
  /** Status words that lead somewhere are likelier than chance would have them. */
  const status = fc.constantFrom('9000', '6110', '6C10', '6982', '6A82', '6A83', '6A86', '63C2', '6F00');
  const answer = fc.oneof(
    fc.tuple(fc.uint8Array({ maxLength: 80 }), status).map(([data, end]) => toHex(data) + end),
    fc.uint8Array({ minLength: 2, maxLength: 80 }).map((bytes) => toHex(bytes)),
  );
  const LONGEST_READING = 500;

  it('end in an identity or a reason, after a bounded number of questions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 20 }), async (answers) => {
        const slot = new ScriptedSlot({});
        let turn = 0;
        slot.transmit = async (tpdu) => {
          slot.asked.push(toHex(tpdu));
          return ok(fromHex(answers[turn++ % answers.length] ?? '6F00'));
        };
        const auth: AuthProvider = {
          authenticate: async (card) => {
            const challenge = await card.challenge(8);
            return challenge.ok ? ok('granted') : challenge;
          },
        };
        const result = await readSocialCard(slot, new VirtualClock(), { auth, watch: () => undefined });
        expect(slot.asked.length).toBeLessThan(LONGEST_READING);
        if (!result.ok) expect(['UNREADABLE', 'NOT_SOCIAL_CARD']).toContain(result.error.code);
      }),
      { numRuns: 300 },
    );
  });
});
