import { fromHex, toHex } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/clock.ts';
import type { EmulatedLine } from '../../transport/emulator/line.ts';
import { Loopback } from '../../transport/loopback.ts';
import type { CardImage } from '../emulator/card-image.ts';
import { CARD_IMAGES } from '../emulator/card-images.ts';

/** An emulator alone on its line, spoken to in raw bytes. */
export interface EmulatorBench<E> {
  readonly clock: VirtualClock;
  readonly wire: Loopback;
  readonly emulator: E;
  /** Says these bytes (hex) and returns what the emulator has said since the last time, as upper-case hex. */
  ask(bytes: string): Promise<string>;
  heard(): Promise<string>;
}

export async function emulatorBench<E>(
  make: (line: EmulatedLine, clock: VirtualClock) => E,
): Promise<EmulatorBench<E>> {
  const clock = new VirtualClock();
  const wire = new Loopback();
  const emulator = make(wire.line, clock);
  await wire.host.open();
  let said = '';
  wire.host.onData((bytes) => {
    said += toHex(bytes);
  });
  const heard = async (): Promise<string> => {
    await clock.advance(0);
    const all = said;
    said = '';
    return all;
  };
  const ask = async (bytes: string): Promise<string> => {
    await wire.host.write(fromHex(bytes));
    return heard();
  };
  return { clock, wire, emulator, ask, heard };
}

/** Hex of a vector of that name; throws where there is none. */
export function vectorHex(
  vectors: readonly { readonly name: string; readonly hex: string }[],
  name: string,
): string {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.hex;
}

export function cardImage(cardId: string): CardImage {
  const found = CARD_IMAGES.find((one) => one.cardId === cardId);
  if (found === undefined) throw new Error(`no card ${cardId}`);
  return found;
}
