import { VirtualClock } from '../../base/clock.ts';
import { Loopback, type LoopbackOptions } from '../../transport/loopback.ts';
import type { CardImage, Chip } from '../emulator/card-image.ts';
import { CARD_IMAGES } from '../emulator/card-images.ts';
import { Pn532ReaderEmulator, type Pn532ReaderEmulatorOptions } from '../emulator/pn532-reader.ts';
import { Pn532Protocol } from '../pn532/protocol.ts';
import { type ReaderRig, readerRig } from './reader-rig.ts';

/** One of the drawer's cards, as if it were of the kind that can be laid on. */
export function withAntenna(cardId: string, chip: Partial<Chip> = {}): CardImage {
  const image = CARD_IMAGES.find((one) => one.cardId === cardId);
  if (image === undefined) throw new Error(`no card ${cardId}`);
  return { ...image, chip: { ...image.chip, contactlessAtr: '3B8180018080', ...chip } };
}

/** A city's transport card: memory without a processor (MIFARE Classic, in the words of PC/SC part 3). */
export const TRANSPORT_CARD: CardImage = {
  cardId: 'transport',
  label: '公交卡',
  chip: {
    ...withAntenna('bank').chip,
    atr: null,
    contactlessAtr: '3B8F8001804F0CA000000306030001000000006A',
  },
};

/** What can be laid on the antenna. */
export const CONTACTLESS_CARDS: readonly CardImage[] = [
  withAntenna('v2-wang'),
  withAntenna('v2-rare'),
  withAntenna('v3-sam'),
  withAntenna('bank'),
  withAntenna('worn'),
  TRANSPORT_CARD,
];

export interface Pn532Rig extends ReaderRig<Pn532ReaderEmulator> {
  readonly wire: Loopback;
}

/** A PN532 on a wire without an operating system, on a clock that stands still. */
export function pn532Rig(options: Partial<Pn532ReaderEmulatorOptions> & LoopbackOptions = {}): Pn532Rig {
  const clock = new VirtualClock();
  const wire = new Loopback(options);
  const emulator = new Pn532ReaderEmulator({ cards: CONTACTLESS_CARDS, ...options, line: wire.line, clock });
  const protocol = new Pn532Protocol(wire.host, clock);
  return { ...readerRig({ clock, emulator, protocol, transport: wire.host }), wire };
}
