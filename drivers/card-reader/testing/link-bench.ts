import { fromHex, toHex } from '../../base/bytes.ts';
import { type Clock, VirtualClock } from '../../base/clock.ts';
import type { Result } from '../../base/result.ts';
import { Loopback } from '../../transport/loopback.ts';
import type { ByteTransport } from '../../transport/port.ts';
import type { LinkFault } from '../card-slot.ts';
import type { CcidAnswer } from '../ccid.ts';
import type { SerialCcidLink } from '../ccid-link.ts';

/** A link with a person at the other end of its wire, who answers frame by frame. */
export interface LinkBench {
  readonly clock: VirtualClock;
  /** What the link has sent, frame by frame, upper-case hex. */
  readonly sent: readonly string[];
  /** Says these bytes (hex) to the link and lets it act. */
  say(hex: string): Promise<void>;
  /** Sends `00 20 00 00 03 12 34 56` to the card: the one command that must never be executed twice. */
  verify(): Promise<Result<CcidAnswer, LinkFault>>;
}

export const VERIFY = '0020000003123456';

export async function linkBench<F extends { readonly kind: string }>(
  make: (transport: ByteTransport, clock: Clock) => SerialCcidLink<F>,
): Promise<LinkBench> {
  const clock = new VirtualClock();
  const wire = new Loopback();
  const sent: string[] = [];
  wire.line.onData((bytes) => sent.push(toHex(bytes)));
  const link = make(wire.host, clock);
  await wire.host.open();
  return {
    clock,
    sent,
    async say(hex) {
      wire.line.write(fromHex(hex));
      await clock.advance(0);
    },
    async verify() {
      return link.exchange({ name: 'xfrBlock', slot: 0, data: fromHex(VERIFY) });
    },
  };
}
