import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardSlot } from '../card-slot.ts';
import type { CardError, CardExchange } from '../port.ts';
import { CardChannel } from './channel.ts';
import { type CardCommand, selectByName } from './command.ts';
import { ExchangeTrace } from './trace.ts';

const MS = 7;

/** Answers in turn, each after 7 ms. */
function channelTo(answers: readonly (string | CardError)[], step?: CardExchange['step']) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const told: CardExchange[] = [];
  let turn = 0;
  const next = async (): Promise<Result<Uint8Array, CardError>> => {
    await clock.advance(MS);
    const answer = answers[turn++] ?? '6F00';
    return typeof answer === 'string' ? ok(fromHex(answer)) : err(answer);
  };
  const slot: CardSlot = {
    powerOn: next,
    transmit: (tpdu) => {
      asked.push(toHex(tpdu));
      return next();
    },
    powerOff: async () => undefined,
    isPresent: async () => ok(true),
  };
  const trace = new ExchangeTrace(clock, (exchange) => told.push(exchange), step);
  return { channel: new CardChannel(slot, trace), bare: new CardChannel(slot), asked, told };
}

const read: CardCommand = { cla: 0x00, ins: 0xb2, p1: 0x01, p2: 0x05, le: 0 };
const verify: CardCommand = { cla: 0x00, ins: 0x20, p1: 0, p2: 0, data: fromHex('123456') };
const NAME = fromHex('7378312E73682EC9E7BBE1B1A3D5CF');

describe('a command', () => {
  it('that asks is corrected once, and what waits is fetched', async () => {
    const { bare, asked } = channelTo(['6C04', '010141026102', '6C01', 'AA9000']);
    expect(await bare.send(read)).toEqual(ok({ data: fromHex('01014102AA'), statusWord: 0x9000 }));
    expect(asked).toEqual(['00B2010500', '00B2010504', '00C0000002', '00C0000001']);
  });

  it('is not corrected for ever', async () => {
    const { bare, asked } = channelTo(['6C04', '6C05', '9000']);
    expect(await bare.send(read)).toEqual(ok({ data: new Uint8Array(0), statusWord: 0x6c05 }));
    expect(asked).toHaveLength(2);
  });

  it.each(['6C03', '6300', '63C2', '6F00', '6983'])(
    'that brings data goes out once, even for %s',
    async (status) => {
      const { bare, asked } = channelTo([status, '9000']);
      expect((await bare.send(verify)).ok).toBe(true);
      expect(asked).toEqual(['0020000003123456']);
    },
  );

  it('that brings data goes out once when its answer is lost', async () => {
    const { bare, asked } = channelTo([{ code: 'READER_FAULT', detail: 'SPOILED' }, '9000']);
    expect(await bare.send(verify)).toEqual(err({ code: 'READER_FAULT', detail: 'SPOILED' }));
    expect(asked).toHaveLength(1);
  });
});

describe('a technician sees', () => {
  const seen = async (answers: readonly (string | CardError)[], command: CardCommand) => {
    const { channel, told } = channelTo(answers);
    await channel.send(command);
    return told;
  };

  it('power and its length, not the serial number in the answer', async () => {
    const { channel, told } = channelTo([
      '3B6D000000813147318650430200000013',
      { code: 'CARD_MUTE', detail: 'bError FE' },
    ]);
    await channel.powerOn();
    await channel.powerOn();
    expect(told).toEqual([
      { step: 'power-on', command: '', answer: 'ATR', shape: '17 bytes', ms: MS },
      { step: 'power-on', command: '', answer: 'CARD_MUTE bError FE', shape: '', ms: MS },
    ]);
  });

  it('names of applications and files', async () => {
    expect(await seen(['6A82'], selectByName(NAME))).toEqual([
      {
        step: 'select-application',
        command: '00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF',
        answer: '6A82',
        shape: '',
        ms: MS,
      },
    ]);
    const file = (id: string): CardCommand => ({ cla: 0, ins: 0xa4, p1: 0, p2: 0, data: fromHex(id) });
    expect(await seen(['9000'], file('3F00'))).toMatchObject([
      { step: 'select-master-file', command: '00 A4 00 00 02 3F 00', answer: '9000' },
    ]);
    expect(await seen(['9000'], file('EF05'))).toMatchObject([{ step: 'select-file' }]);
  });

  it('records by tag and length, each exchange with its time', async () => {
    expect(await seen(['6C05', '020131' + '6102', '03009000'], read)).toEqual([
      { step: 'read-record', command: '00 B2 01 05 00', answer: '6C05', shape: '', ms: MS },
      { step: 'read-record', command: '00 B2 01 05 05', answer: '6102', shape: '02:1', ms: MS },
      { step: 'get-response', command: '00 C0 00 00 02', answer: '9000', shape: '03:0', ms: MS },
    ]);
  });

  it.each([
    ['a record cut short', '0212349000', '3 bytes'],
    ['a tag that the standard does not know, it may be part of a name', 'D5019000' + '9000', '4 bytes'],
    ['records that begin too late', '0002013131' + '9000', '5 bytes'],
  ])('only the length of %s', async (_what, answer, shape) => {
    expect(await seen([answer], read)).toMatchObject([{ shape }]);
  });

  it('only the length of what is no file', async () => {
    expect(await seen(['6102', '02009000'], selectByName(NAME))).toMatchObject([{}, { shape: '2 bytes' }]);
    const challenge: CardCommand = { cla: 0, ins: 0x84, p1: 0, p2: 0, le: 8 };
    expect(await seen(['01060203040506079000'], challenge)).toMatchObject([
      { step: 'authenticate', shape: '8 bytes' },
    ]);
  });

  it('that a PIN was asked for, and nothing of it', async () => {
    expect(await seen(['63C2'], verify)).toEqual([
      { step: 'verify-pin', command: '00 20 00 00 03', answer: '63C2', shape: '', ms: MS },
    ]);
  });

  it('an unknown command and a fault by their codes', async () => {
    const odd: CardCommand = { cla: 0x80, ins: 0xca, p1: 0, p2: 0, le: 0 };
    expect(await seen([{ code: 'NO_CARD' }], odd)).toEqual([
      { step: 'other', command: '80 CA 00 00 00', answer: 'NO_CARD', shape: '', ms: MS },
    ]);
  });

  it('a security module’s exchanges under one name', async () => {
    const { channel, told } = channelTo(['6108', '01020304050607089000'], 'authenticate');
    await channel.send(selectByName(NAME));
    expect(told.map(({ step }) => step)).toEqual(['authenticate', 'authenticate']);
  });
});
