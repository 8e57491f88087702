import fc from 'fast-check';
import { type Clock, VirtualClock } from '../../../../drivers/base/clock.ts';
import { silentLog } from '../../../../drivers/base/log.ts';
import { NibbleHidLine, nibblePlug } from '../../../../drivers/card-reader/emulator/nibble-hid.ts';
import { NibbleReports } from '../../../../drivers/card-reader/nibble/report-wire.ts';
import { CardReader } from '../../../../drivers/card-reader/reader.ts';
import {
  HID_FAMILIES,
  type HidFamily,
  SERIAL_FAMILIES,
  type SerialFamily,
} from '../../../../drivers/card-reader/testing/families.ts';
import {
  onLoopback,
  type Plugged,
  type VirtualFamily,
} from '../../../../drivers/card-reader/testing/plugged.ts';
import { eventOf, within } from '../../../../drivers/card-reader/testing/reader-rig.ts';
import { HidTransport } from '../../../../drivers/transport/hid.ts';
import { anyHarm, type FuzzTarget, type Harm, harmed, must } from './target.ts';

/** Longest that anything may take, ms of the clock: harm comes to an end, and then all is well. */
const PATIENCE_MS = 120_000;

/** One harm for each of the first frames or reports that the reader says, or none; afterwards the line is good. */
const harms = fc.array(fc.option(anyHarm, { freq: 2 }), { maxLength: 40 });

type Spoil = (bytes: Uint8Array) => Uint8Array;

/** A family on a wire that does this to whatever the reader says. */
type SpoiltFamily = Pick<VirtualFamily, 'name' | 'speak'> & {
  readonly plug: (clock: Clock, spoil: Spoil) => Plugged;
};

function onBadLine(family: SerialFamily): SpoiltFamily {
  return { ...family, plug: (clock, spoil) => onLoopback(family, clock, { cut: (bytes) => [spoil(bytes)] }) };
}

function onBadBus(family: HidFamily): SpoiltFamily {
  return {
    ...family,
    plug(clock, spoil) {
      const plug = nibblePlug();
      const send = plug.send.bind(plug);
      plug.send = (report) => send(spoil(report));
      const reports = new HidTransport({ address: plug.address, clock, bus: plug });
      return {
        transport: new NibbleReports(reports),
        emulator: family.emulate(new NibbleHidLine(plug), clock),
      };
    },
  };
}

/** From the first contact to a holder, whatever happens on the way. */
async function live(family: SpoiltFamily, plan: readonly (Harm | null)[]): Promise<void> {
  const clock = new VirtualClock();
  let said = 0;
  const { emulator, transport } = family.plug(clock, (bytes) => {
    const harm = plan[said++] ?? null;
    return harm === null ? bytes : harmed(bytes, harm);
  });
  const protocol = family.speak(transport, clock);
  const reader = new CardReader({ protocol, transport, clock, log: silentLog });
  const wait = <T>(promise: Promise<T>) => within(clock, promise, PATIENCE_MS);
  const card = emulator.cards.find(({ cardId }) => cardId === 'v2-wang');
  if (card === undefined) throw new Error('no card');
  const [place = 'contact'] = emulator.slots;
  emulator.insert(card, place);
  const inserted = eventOf(reader, 'card-inserted');
  reader.start();
  await wait(inserted);
  for (let tries = 0; ; tries++) {
    const result = await wait(reader.readIdentity());
    if (result.ok) {
      must(result.value.idNumber === card.idNumber && result.value.name === card.name, 'it is the holder');
      if (said > plan.length) break;
    }
    must(tries < 100, 'a good line leads to the holder');
    if (!reader.state().cardPresent) await wait(eventOf(reader, 'card-inserted'));
  }
  await reader.close();
  await emulator.close();
  must(clock.pending === 0, 'no timer is left');
}

export const WIRE_TARGETS: readonly FuzzTarget[] = [
  ...SERIAL_FAMILIES.map(onBadLine),
  ...HID_FAMILIES.map(onBadBus),
].map((family) => ({
  name: `bad wire to ${family.name}`,
  share: 1,
  property: () => fc.asyncProperty(harms, (plan) => live(family, plan)),
}));
