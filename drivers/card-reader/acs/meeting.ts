import { err, ok, type Result } from '../../base/result.ts';
import type { ByteTransport } from '../../transport/port.ts';
import type { LinkFault } from '../card-slot.ts';
import { READER_MS } from '../ccid-link.ts';
import { changeAcr122Speed } from './acr122.ts';
import { type AcsIdentity, baudRateOf, changeSpeed, interrogate } from './commands.ts';
import type { AcsLink } from './link.ts';

/** Factory setting, and what a kiosk would have set: where a reader is looked for that does not answer. */
const USUAL_SPEEDS = [9_600, 115_200];
/** At the speed that is expected, a reader acknowledges within milliseconds. */
const EXPECTED_MS = 400;
/** Elsewhere it may first have to give up on what it took for half a frame. */
const ELSEWHERE_MS = READER_MS + 200;

/**
 * Who is on the line. A reader fresh from the box, or after a power cut, is at its factory speed whatever the
 * configuration says: it is found there and brought to the line's own speed. One that does not take it is kept at its
 * own. On a wire without a speed (TCP) nobody is looked for.
 */
export async function meet(link: AcsLink, transport: ByteTransport): Promise<Result<AcsIdentity, LinkFault>> {
  const { setSpeed } = transport;
  const wanted = baudRateOf(transport.msPerByte);
  const expected = await link.probe(EXPECTED_MS, () => interrogate(link));
  // Whoever refuses has heard that something was said: at this speed.
  if (expected.ok || ['GONE', 'REFUSED'].includes(expected.error.code) || setSpeed === undefined)
    return expected;
  for (const speed of USUAL_SPEEDS.filter((usual) => usual !== wanted)) {
    const set = await setSpeed.call(transport, speed);
    if (!set.ok) return err({ code: 'GONE', detail: set.error.code });
    const found = await link.probe(ELSEWHERE_MS, () => interrogate(link));
    if (found.ok) return bring(link, transport, found.value, wanted);
    if (found.error.code === 'GONE') return found;
  }
  return expected;
}

/** The answer may get lost in the change of speed; that the reader answers afterwards proves it. */
async function bring(
  link: AcsLink,
  transport: ByteTransport,
  identity: AcsIdentity,
  wanted: number,
): Promise<Result<AcsIdentity, LinkFault>> {
  const change = identity.isAcr122 ? changeAcr122Speed : changeSpeed;
  const changed = await link.probe(ELSEWHERE_MS, () => change(link, wanted));
  if (changed.ok && !changed.value) return ok(identity);
  const set = await transport.setSpeed?.(wanted);
  if (set?.ok === false) return err({ code: 'GONE', detail: set.error.code });
  return interrogate(link);
}
