import { fromHex } from '../../../drivers/base/bytes.ts';
import { AcsDeframer, encodeFrame as acsFrame } from '../../../drivers/card-reader/acs/framing.ts';
import acsVectors from '../../../drivers/card-reader/fixtures/card-vectors.json' with { type: 'json' };
import gemtwinVectors from '../../../drivers/card-reader/gemtwin/fixtures/gemtwin-vectors.json' with {
  type: 'json',
};
import {
  GemtwinDeframer,
  encodeFrame as gemtwinFrame,
} from '../../../drivers/card-reader/gemtwin/framing.ts';
import nibbleVectors from '../../../drivers/card-reader/nibble/fixtures/nibble-vectors.json' with {
  type: 'json',
};
import { LONGEST_FRAME, NibbleDeframer } from '../../../drivers/card-reader/nibble/framing.ts';
import pn532Vectors from '../../../drivers/card-reader/pn532/fixtures/pn532-vectors.json' with {
  type: 'json',
};
import { MAX_FRAME, Pn532Deframer } from '../../../drivers/card-reader/pn532/framing.ts';

/** What all four have in common. */
export interface AnyDeframer {
  push(bytes: Uint8Array): readonly { readonly kind: string }[];
  readonly unfinished: boolean;
  reset(): void;
}

export interface Framing {
  readonly name: string;
  readonly deframer: () => AnyDeframer;
  /** Captured, from a manual, or derived from one: what a reader says. */
  readonly said: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Bytes that mean something to it, for noise that gets further than noise. */
  readonly marks: readonly number[];
  /** No frame is longer. */
  readonly longest: number;
  /** A frame that is found again after whatever else. */
  readonly good: Uint8Array;
}

type Vector = { readonly name: string; readonly dir: string; readonly hex: string };

function saidIn(vectors: readonly Vector[]): Framing['said'] {
  return vectors.filter(({ dir }) => dir === '<').map(({ name, hex }) => ({ name, bytes: fromHex(hex) }));
}

function named(said: Framing['said'], name: string): Uint8Array {
  const found = said.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.bytes;
}

const ACS = saidIn(acsVectors.filter(({ proto }) => proto === 'acs-serial-ccid'));
const GEMTWIN = saidIn(gemtwinVectors);
const NIBBLE = saidIn(nibbleVectors);
const PN532 = saidIn(pn532Vectors);

/** A CCID message with as much data as readers take. */
const LONGEST_MESSAGE = new Uint8Array(10 + 0x105);

export const FRAMINGS: readonly Framing[] = [
  {
    name: 'acs-ccid',
    deframer: () => new AcsDeframer(),
    said: ACS,
    marks: [0x02, 0x03, 0x50, 0x80, 0x81, 0x83, 0x00, 0xff],
    longest: acsFrame(LONGEST_MESSAGE).length,
    good: named(ACS, 'Xfr 9000'),
  },
  {
    name: 'gemtwin-ccid',
    deframer: () => new GemtwinDeframer(),
    said: GEMTWIN,
    marks: [0x03, 0x06, 0x15, 0x50, 0x02, 0x80, 0x81, 0x00],
    longest: gemtwinFrame(LONGEST_MESSAGE).length,
    good: named(GEMTWIN, '6118'),
  },
  {
    name: 'nibble',
    deframer: () => new NibbleDeframer(),
    said: NIBBLE,
    marks: [0x02, 0x03, 0x00, 0x30, 0x31, 0x3f],
    longest: LONGEST_FRAME,
    good: named(NIBBLE, '9000'),
  },
  {
    name: 'pn532',
    deframer: () => new Pn532Deframer(),
    said: PN532,
    marks: [0x00, 0xff, 0x01, 0xfe, 0xd5, 0x7f],
    longest: MAX_FRAME,
    good: named(PN532, 'SAM reply'),
  },
];
