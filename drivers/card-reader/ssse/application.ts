import { err, ok, type Result } from '../../base/result.ts';
import type { CardChannel, CardCommand } from '../iso7816/channel.ts';
import { describeStatus, meaningOf } from '../iso7816/status-word.ts';
import type { CardError } from '../port.ts';

/** DF name of the social security environment: "sx1.sh.社会保障" in GBK (captured; card notes 1.1). */
const SX1 = Uint8Array.of(
  ...[0x73, 0x78, 0x31, 0x2e, 0x73, 0x68, 0x2e],
  ...[0xc9, 0xe7, 0xbb, 0xe1, 0xb1, 0xa3, 0xd5, 0xcf],
);
/** The same on cards with the SSF33 algorithm: "sx2.sh.社会保障". */
const SX2 = SX1.map((byte, i) => (i === 2 ? 0x32 : byte));

const byName = (data: Uint8Array): CardCommand => ({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, data });

/** `00 A4 00 00 02 <id>`: a file of the current application, or the master file. */
export function selectFile(id: Uint8Array): CardCommand {
  return { cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x00, data: id };
}

const MASTER_FILE = Uint8Array.of(0x3f, 0x00);

/**
 * Selects the social security application. Some cards find it only after the master file has been selected, some bear
 * the other name; a card that knows neither is some other card. The bank application on the same chip is not touched.
 */
export async function selectApplication(channel: CardChannel): Promise<Result<void, CardError>> {
  let status = 0;
  for (const [index, command] of [byName(SX1), byName(SX1), byName(SX2)].entries()) {
    if (index === 1) {
      const master = await channel.send(selectFile(MASTER_FILE));
      if (!master.ok) return master;
    }
    const selected = await channel.send(command);
    if (!selected.ok) return selected;
    status = selected.value.statusWord;
    if (meaningOf(status) === 'done') return ok();
  }
  return err({ code: 'NOT_SOCIAL_CARD', detail: describeStatus(status) });
}
