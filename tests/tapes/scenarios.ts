import type { Clock } from '../../drivers/base/clock.ts';
import type { Lever } from '../../drivers/base/lever.ts';
import { AcsReaderEmulator } from '../../drivers/card-reader/emulator/acs-reader.ts';
import { GemtwinReaderEmulator } from '../../drivers/card-reader/emulator/gemtwin-reader.ts';
import { NibbleReaderEmulator } from '../../drivers/card-reader/emulator/nibble-reader.ts';
import { Pn532ReaderEmulator } from '../../drivers/card-reader/emulator/pn532-reader.ts';
import { CONTACTLESS_CARDS } from '../../drivers/card-reader/testing/pn532-rig.ts';
import { LineScannerEmulator } from '../../drivers/code-scanner/emulator/line-scanner.ts';
import { DEMO_80 } from '../../drivers/printer/emulator/model.ts';
import { PrinterEmulator } from '../../drivers/printer/emulator/printer-emulator.ts';
import type { EmulatedLine } from '../../drivers/transport/emulator/line.ts';
import type { TapeHeader } from '../../drivers/transport/emulator/tape.ts';

/** The hands at the emulated device, while the driver's outcome grows. */
export interface Hands {
  /** Pulls a lever; throws when it does not go. */
  pull(lever: string, args?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Lets time pass until the outcome has a line that begins so, for the `times`-th time; throws after a minute. */
  until(beginning: string, times?: number): Promise<void>;
  /** Lets time pass, ms. */
  wait(ms: number): Promise<void>;
}

export interface EmulatedDevice {
  readonly levers: readonly Lever[];
  close(): Promise<void>;
}

export type Scenario = Pick<TapeHeader, 'device' | 'protocol' | 'line' | 'what'> & {
  /** Of the tape's file, without its ending. */
  readonly name: string;
  /** `fontFile`: for the picture of the paper. */
  readonly emulator: (line: EmulatedLine, clock: Clock, fontFile: string) => EmulatedDevice;
  readonly happens: (hands: Hands) => Promise<void>;
};

const READ = /* 'read: …' and 'not read: …' both tell that reading is over */ {
  good: 'read:',
  bad: 'not read:',
};

/** A card comes, is read, lies there for a second and is taken away. */
const oneCard =
  (card: string, end: keyof typeof READ = 'good') =>
  async (hands: Hands) => {
    await hands.until('ready');
    await hands.pull('card-insert', { card });
    await hands.until(READ[end]);
    await hands.wait(1_000);
    await hands.pull('card-remove');
    await hands.until('card-removed');
  };

/** The same with a fault on the way that does not keep the card from being read. */
const withFault =
  (card: string, lever: string, args: Readonly<Record<string, unknown>>) => async (hands: Hands) => {
    await hands.until('ready');
    await hands.pull('card-insert', { card });
    await hands.until('card-inserted');
    await hands.pull(lever, args);
    await hands.until(READ.good);
    await hands.wait(1_000);
  };

const pulledMidRead = (card: string, apdus: number) => async (hands: Hands) => {
  await hands.until('ready');
  await hands.pull('card-pull-after', { apdus });
  await hands.pull('card-insert', { card });
  await hands.until(READ.bad);
  await hands.wait(1_000);
};

const ACS = {
  device: 'card-reader',
  protocol: 'acs-ccid',
  line: { baudRate: 9_600, bitsPerByte: 10 },
  emulator: (line: EmulatedLine, clock: Clock) => new AcsReaderEmulator({ line, clock }),
} as const;

const GEMTWIN = {
  device: 'card-reader',
  protocol: 'gemtwin-ccid',
  line: { baudRate: 115_200, bitsPerByte: 11 },
  emulator: (line: EmulatedLine, clock: Clock) => new GemtwinReaderEmulator({ line, clock }),
} as const;

const NIBBLE = {
  device: 'card-reader',
  protocol: 'nibble',
  line: { baudRate: 9_600, bitsPerByte: 10 },
  emulator: (line: EmulatedLine, clock: Clock) => new NibbleReaderEmulator({ line, clock }),
} as const;

const PN532 = {
  device: 'card-reader',
  protocol: 'pn532',
  line: { baudRate: 115_200, bitsPerByte: 10 },
  emulator: (line: EmulatedLine, clock: Clock) =>
    new Pn532ReaderEmulator({ line, clock, cards: CONTACTLESS_CARDS }),
} as const;

const SCANNER = {
  device: 'code-scanner',
  protocol: 'line',
  line: { baudRate: 9_600, bitsPerByte: 10 },
  emulator: (line: EmulatedLine) => new LineScannerEmulator({ line }),
} as const;

const PRINTER = {
  device: 'printer',
  protocol: 'demo-80',
  emulator: (line: EmulatedLine, clock: Clock, fontFile: string) =>
    new PrinterEmulator({ model: DEMO_80, line, clock, fontFile }),
} as const;

/** A token as an electronic card shows it, and nobody's. */
const TOKEN = 'SYNTHETIC-ECARD-0123456789ABCDEF0123456789ABCDEF';

export const SCENARIOS: readonly Scenario[] = [
  {
    ...ACS,
    name: 'acs-second-generation',
    what: 'A second generation card that insists on exact lengths (6Cxx) is read and taken away',
    happens: oneCard('v2-wang'),
  },
  {
    ...ACS,
    name: 'acs-first-generation',
    what: 'A first generation card that wants its master file selected first is read by record numbers',
    happens: oneCard('v1-li'),
  },
  {
    ...ACS,
    name: 'acs-bank-card',
    what: 'A bank card is not a social security card',
    happens: oneCard('bank', 'bad'),
  },
  {
    ...ACS,
    name: 'acs-wrong-way-round',
    what: 'A card that is put in with its chip down does not answer',
    happens: oneCard('mute', 'bad'),
  },
  {
    ...ACS,
    name: 'acs-slow-card',
    what: 'A slow card: the reader asks for patience six times',
    happens: withFault('v2-wang', 'card-reader-slow', { count: 6 }),
  },
  {
    ...ACS,
    name: 'acs-spoiled-answers',
    what: 'Two answers arrive spoiled and are asked for again',
    happens: withFault('v2-wang', 'card-reader-garble', { count: 2 }),
  },
  {
    ...ACS,
    name: 'acs-unplugged',
    what: 'The reader is unplugged with a card in it and plugged in again',
    happens: async (hands) => {
      await hands.until('ready');
      await hands.pull('card-insert', { card: 'v2-wang' });
      await hands.until(READ.good);
      await hands.pull('card-reader-unplug');
      await hands.wait(1_500);
      await hands.pull('card-reader-replug');
      await hands.until(READ.good, 2);
    },
  },
  {
    ...ACS,
    name: 'acs-factory-speed',
    line: { baudRate: 115_200, bitsPerByte: 10 },
    what: 'A reader that is still at its factory speed is found and brought to 115200',
    happens: oneCard('v2-wang'),
  },
  {
    ...GEMTWIN,
    name: 'gemtwin-second-generation',
    what: 'A reader that echoes; a second generation card with a long and rare name',
    happens: oneCard('v2-rare'),
  },
  {
    ...GEMTWIN,
    name: 'gemtwin-slow-card',
    what: 'A reader that does not echo; the card asks for more time',
    emulator: (line, clock) => new GemtwinReaderEmulator({ line, clock, echo: false }),
    happens: withFault('v2-wang', 'card-reader-slow', { count: 4 }),
  },
  {
    ...GEMTWIN,
    name: 'gemtwin-pulled',
    what: 'The card is pulled out in the middle of reading',
    happens: pulledMidRead('v2-wang', 5),
  },
  {
    ...GEMTWIN,
    name: 'gemtwin-wrong-check-digit',
    what: 'A card whose identity number has a wrong check character is read with a warning',
    happens: oneCard('v2-check'),
  },
  {
    ...NIBBLE,
    name: 'nibble-second-generation',
    what: 'A second generation card is read and taken away',
    happens: oneCard('v2-wang'),
  },
  {
    ...NIBBLE,
    name: 'nibble-pulled',
    what: 'The card is pulled out in the middle of reading',
    happens: pulledMidRead('v2-wang', 5),
  },
  {
    ...NIBBLE,
    name: 'nibble-spoiled-answer',
    what: 'An answer arrives spoiled; this protocol cannot repeat it, so the card is read from the beginning',
    happens: withFault('v2-wang', 'card-reader-garble', { count: 1 }),
  },
  {
    ...PN532,
    name: 'pn532-third-generation',
    what: 'A third generation card is laid on: what it gives without authentication is read',
    happens: oneCard('v3-sam'),
  },
  {
    ...PN532,
    name: 'pn532-type-b',
    what: 'A card of type B is laid on',
    emulator: (line, clock) => new Pn532ReaderEmulator({ line, clock, cards: CONTACTLESS_CARDS, air: 'B' }),
    happens: oneCard('v2-wang'),
  },
  {
    ...PN532,
    name: 'pn532-transport-card',
    what: 'A transport card has no processor to talk to',
    happens: oneCard('transport', 'bad'),
  },
  {
    ...PN532,
    name: 'pn532-lifted',
    what: 'The card is lifted in the middle of reading',
    happens: pulledMidRead('v2-wang', 5),
  },
  {
    ...PN532,
    name: 'pn532-spoiled-answers',
    what: 'Two answers arrive spoiled and are asked for again',
    happens: withFault('v2-wang', 'card-reader-garble', { count: 2 }),
  },
  {
    ...SCANNER,
    name: 'scanner-codes',
    what: 'Two codes, the first one seen twice at once, and the scanner unplugged and plugged in',
    happens: async (hands) => {
      await hands.until('ready');
      await hands.pull('scanner-scan', { text: TOKEN });
      await hands.pull('scanner-scan', { text: TOKEN });
      await hands.until('code');
      await hands.wait(3_000);
      await hands.pull('scanner-unplug');
      await hands.until('gone');
      await hands.wait(500);
      await hands.pull('scanner-replug');
      await hands.until('ready', 2);
      await hands.pull('scanner-scan', { text: TOKEN.toLowerCase() });
      await hands.until('code', 2);
    },
  },
  {
    ...SCANNER,
    name: 'scanner-no-terminator',
    what: 'A scanner that ends its codes with nothing',
    emulator: (line) => new LineScannerEmulator({ line, terminator: '' }),
    happens: async (hands) => {
      await hands.until('ready');
      await hands.pull('scanner-scan', { text: TOKEN });
      await hands.until('code');
    },
  },
  {
    ...PRINTER,
    name: 'printer-slip',
    what: 'A slip is printed and proven by the printer’s own word',
    happens: (hands) => hands.until('PRINTED'),
  },
  {
    ...PRINTER,
    name: 'printer-paper-out',
    line: { baudRate: 115_200, bitsPerByte: 10 },
    what: 'The paper ends in the middle of a slip',
    happens: async (hands) => {
      await hands.pull('printer-paper-out', { afterMm: 40 });
      await hands.until('UNCERTAIN');
      await hands.wait(2_000);
    },
  },
];
