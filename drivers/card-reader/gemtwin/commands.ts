import { ok, type Result } from '../../base/result.ts';
import type { CcidLink, LinkFault } from '../card-slot.ts';
import type { Interrogation } from '../reader-protocol.ts';

/** Escape "get firmware" and "notify of card movements" (card notes 2.3). */
const GET_FIRMWARE = Uint8Array.of(0x02);
const NOTIFY = Uint8Array.of(0x01, 0x01, 0x01);

export type GemtwinIdentity = Pick<Interrogation, 'model' | 'firmware'>;

/** Any answer proves a reader, even that it does not know the question (SEC1210 does not). */
export async function interrogate(link: CcidLink): Promise<Result<GemtwinIdentity, LinkFault>> {
  const answer = await link.exchange({ name: 'escape', slot: 0, data: GET_FIRMWARE });
  if (!answer.ok) return answer.error.code === 'REFUSED' ? ok(parseFirmware('')) : answer;
  const text = answer.value.failed ? [] : [...answer.value.data];
  return ok(parseFirmware(String.fromCharCode(...text)));
}

/** `GemTwin-V2.00-GT00` → model before the version, firmware from it on; the whole text where there is no version. */
function parseFirmware(text: string): GemtwinIdentity {
  const match = /^([\x20-\x7e]{1,32}?)(?:[- ](V\d[\x21-\x7e]{0,31}))?$/.exec(
    text.replaceAll('\0', '').trim(),
  );
  const [, model = 'unknown', firmware = ''] = match ?? [];
  return { model, firmware };
}

/** True when the reader agreed to tell of cards that come and go. */
export async function notifyOfCards(link: CcidLink): Promise<Result<boolean, LinkFault>> {
  const answer = await link.exchange({ name: 'escape', slot: 0, data: NOTIFY });
  if (!answer.ok) return answer.error.code === 'REFUSED' ? ok(false) : answer;
  return ok(!answer.value.failed);
}
