import { ok, type Result } from '../../base/result.ts';
import type { CardChannel, CardCommand } from '../iso7816/channel.ts';
import { meaningOf } from '../iso7816/status-word.ts';
import type { CardError } from '../port.ts';
import { selectFile } from './application.ts';
import { type CardVersion, type FileName, fileId, recordNumber, tagsOf, versionOf } from './fields.ts';
import { parseRecords } from './tlv.ts';

/** READ RECORD's P2: how P1 is meant, in the current file (card notes 1.2). */
const BY_TAG = 0x00;
const BY_NUMBER = 0x04;
const FROM_NUMBER_TO_LAST = 0x05;

const readRecord = (p1: number, p2: number): CardCommand => ({ cla: 0x00, ins: 0xb2, p1, p2, le: 0 });

/**
 * Collects the wanted values of both files from the selected application.
 *
 * Each file is first asked for as a whole, as the captured session does: one exchange instead of one for each field,
 * which is most of the time that a resident waits at 9600 baud. Cards that do not answer that way are asked tag by tag,
 * and cards that cannot do that either by record number. What is not wanted is dropped here.
 */
export class SsseFiles {
  readonly #channel: CardChannel;
  readonly #values = new Map<number, Uint8Array>();
  #guarded = false;

  constructor(channel: CardChannel) {
    this.#channel = channel;
  }

  /** Values by tag. */
  get values(): ReadonlyMap<number, Uint8Array> {
    return this.#values;
  }

  /** Whether something was refused for want of authentication. */
  get guarded(): boolean {
    return this.#guarded;
  }

  /** Fails only when card or reader fail; what the card does not hold or does not give is simply missing afterwards. */
  async read(file: FileName): Promise<Result<void, CardError>> {
    const selected = await this.#channel.send(selectFile(fileId(file)));
    if (!selected.ok) return selected;
    const meaning = meaningOf(selected.value.statusWord);
    if (meaning === 'security') this.#guarded = true;
    if (meaning !== 'done') return ok();
    const whole = await this.#take(file, readRecord(1, FROM_NUMBER_TO_LAST));
    if (!whole.ok) return whole;
    // One record may be a card that overlooked "to the last": then the others are still to be asked for.
    return whole.value.records > 1 ? ok() : this.#readSingly(file);
  }

  async #readSingly(file: FileName): Promise<Result<void, CardError>> {
    let byTag = true;
    for (const tag of tagsOf(file).filter((wanted) => !this.#values.has(wanted))) {
      let taken = byTag ? await this.#take(file, readRecord(tag, BY_TAG)) : null;
      if (taken?.ok === true && taken.value.meaning === 'unsupported') byTag = false;
      if (!byTag) {
        const number = recordNumber(file, tag, this.#version());
        if (number === null) continue;
        taken = await this.#take(file, readRecord(number, BY_NUMBER));
      }
      if (taken?.ok === false) return taken;
      // EF05 is free in parts; the holder's file is guarded as a whole, so the first refusal is the answer.
      if (taken?.value.meaning === 'security' && file === 'EF06') return ok();
    }
    return ok();
  }

  async #take(file: FileName, command: CardCommand) {
    const reply = await this.#channel.send(command);
    if (!reply.ok) return reply;
    const meaning = meaningOf(reply.value.statusWord);
    if (meaning === 'security') this.#guarded = true;
    const records = meaning === 'done' ? parseRecords(reply.value.data) : [];
    const wanted = tagsOf(file);
    for (const { tag, value } of records) if (wanted.includes(tag)) this.#values.set(tag, value);
    return ok({ meaning, records: records.length });
  }

  #version(): CardVersion {
    return versionOf(this.#values);
  }
}
