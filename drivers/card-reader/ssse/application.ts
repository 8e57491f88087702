import { err, ok, type Result } from '../../base/result.ts';
import type { CardChannel } from '../iso7816/channel.ts';
import { type CardCommand, selectByName } from '../iso7816/command.ts';
import { describeStatus, meaningOf } from '../iso7816/status-word.ts';
import type { CardError } from '../port.ts';

/** DF name of the social security environment: "sx1.sh.社会保障" in GBK (captured; card notes 1.1). */
const SX1 = Uint8Array.of(
  ...[0x73, 0x78, 0x31, 0x2e, 0x73, 0x68, 0x2e],
  ...[0xc9, 0xe7, 0xbb, 0xe1, 0xb1, 0xa3, 0xd5, 0xcf],
);
/** The same on cards with the SSF33 algorithm: "sx2.sh.社会保障". */
const SX2 = SX1.map((byte, i) => (i === 2 ? 0x32 : byte));

const MASTER_FILE = Uint8Array.of(0x3f, 0x00);

/** The application is there but closed by its issuer: 6283 for a time, 9303 for good (M; as on bank cards of the same makers). */
const CLOSED: ReadonlySet<number> = new Set([0x6283, 0x9303]);

/** P1 of SELECT with a file identifier: any file (captured), or one below the current application. Cards know one or both. */
export type SelectForm = 0x00 | 0x02;

/** `00 A4 <form> 00 02 <id>`: a file of the current application, or the master file. */
export function selectFile(id: Uint8Array, form: SelectForm = 0x00): CardCommand {
  return { cla: 0x00, ins: 0xa4, p1: form, p2: 0x00, data: id };
}

/**
 * Selects the social security application. Some cards find it only after the master file has been selected, some bear
 * the other name; a card that knows neither is some other card. The bank application on the same chip is not touched.
 */
export async function selectApplication(channel: CardChannel): Promise<Result<void, CardError>> {
  let status = 0;
  for (const [index, name] of [SX1, SX1, SX2].entries()) {
    if (index === 1) {
      const master = await channel.send(selectFile(MASTER_FILE));
      if (!master.ok) return master;
    }
    const selected = await channel.send(selectByName(name));
    if (!selected.ok) return selected;
    status = selected.value.statusWord;
    if (meaningOf(status) === 'done') return ok();
    if (CLOSED.has(status)) return err({ code: 'UNREADABLE', detail: describeStatus(status) });
  }
  return err({ code: 'NOT_SOCIAL_CARD', detail: describeStatus(status) });
}
