/**
 * The contract of every family on every wire that it has, with the production transports in between; and against the
 * reader on the bench when CARD_READER_PATH names one (docs/devices.md, testing/real-reader.ts).
 */
import { describe, expect, it } from 'vitest';
import { type Clock, SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { type CardReaderBench, cardReaderContract } from './card-reader.contract.ts';
import { CardReader } from './reader.ts';
import { HID_FAMILIES, type ReaderFamily, SERIAL_FAMILIES } from './testing/families.ts';
import { handsOn } from './testing/hands.ts';
import { onPty, onReports, type Plugged } from './testing/plugged.ts';
import { realReader } from './testing/real-reader.ts';

type Plug = (clock: Clock) => Plugged | Promise<Plugged>;

function bench({ speak }: Pick<ReaderFamily<never>, 'speak'>, plug: Plug): () => Promise<CardReaderBench> {
  return async () => {
    const clock = new SystemClock();
    const { emulator, transport } = await plug(clock);
    const reader = new CardReader({ protocol: speak(transport, clock), transport, clock, log: silentLog });
    const close = async () => {
      await reader.close();
      await emulator.close();
    };
    return { reader, close, hands: handsOn(emulator) };
  };
}

describe.runIf(process.platform === 'linux')('over a pty', () => {
  // The only readers of which the configuration may want another speed than the usual one.
  const fast = SERIAL_FAMILIES.filter(({ protocol }) => protocol === 'acs-ccid').map((family) => ({
    ...family,
    baudRate: 115_200,
  }));
  for (const family of [...SERIAL_FAMILIES, ...fast]) {
    const { name, baudRate } = family;
    cardReaderContract(
      `emulated ${name} at ${baudRate}`,
      bench(family, (clock) => onPty(family, clock)),
    );
  }
});

describe('over HID reports', () => {
  for (const family of HID_FAMILIES) {
    cardReaderContract(
      `emulated ${family.name}`,
      bench(family, (clock) => onReports(family, clock)),
    );
  }
});

const real = realReader(process.env);
if (real !== null) cardReaderContract(real.name, async () => real.open(new SystemClock()));

describe('a reader on the bench', () => {
  it('is there only when it is named', () => {
    expect(realReader({})).toBeNull();
    expect(realReader({ CARD_READER_PATH: '/dev/ttyUSB0' })?.name).toBe('acs-ccid on /dev/ttyUSB0');
    expect(realReader({ CARD_READER_PATH: 'COM3', CARD_READER_PROTOCOL: 'pn532' })?.name).toBe(
      'pn532 on COM3',
    );
  });

  it.each([
    ['an unknown protocol', { CARD_READER_PROTOCOL: 'pcsc' }, 'acs-ccid, gemtwin-ccid, nibble, pn532'],
    ['a speed that is none', { CARD_READER_BAUD: 'fast' }, 'CARD_READER_BAUD'],
  ])('is refused with %s', (_what, env, message) => {
    expect(() => realReader({ CARD_READER_PATH: '/dev/ttyUSB0', ...env })).toThrow(message);
  });

  it('on HID can only be a nibble reader', async () => {
    const hid = { CARD_READER_PATH: '/dev/hidraw9' };
    expect(() => realReader(hid)?.open(new SystemClock())).toThrow('only nibble speaks HID');
    const opened = realReader({ ...hid, CARD_READER_PROTOCOL: 'nibble' })?.open(new SystemClock());
    expect(opened?.reader.state().connection).toBe('connecting');
    await opened?.close();
  });
});
