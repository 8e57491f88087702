import { ok, type Result } from '../../base/result.ts';
import type { CardChannel } from '../iso7816/channel.ts';
import type { CardCommand } from '../iso7816/command.ts';
import { parseRecords } from '../iso7816/simple-tlv.ts';
import { meaningOf, type StatusMeaning } from '../iso7816/status-word.ts';
import type { CardError } from '../port.ts';
import { type SelectForm, selectFile } from './application.ts';
import { type CardVersion, type FieldValues, type FileName, fileId, tagsOf, versionOf } from './fields.ts';
import { READ_WHOLE_FILE, RECORD_WAYS, type RecordWay, readField } from './read-record.ts';

/** What one command brought: its status, and how many bytes, wanted or not. */
interface Taken {
  readonly meaning: StatusMeaning;
  readonly length: number;
}

/**
 * Collects the wanted values of both files from the selected application.
 *
 * Each file is first asked for as a whole, as the captured session does: one exchange instead of one for each field,
 * which is most of the time that a resident waits at 9600 baud. What that did not bring is asked for field by field, in
 * one way after the other (RECORD_WAYS) until one is understood; the next file starts with the way that was. Records
 * carry their tag, so an answer to a wrong question is never taken for another field. What is not wanted is dropped here.
 */
export class SsseFiles {
  readonly #channel: CardChannel;
  readonly #values = new Map<number, Uint8Array>();
  readonly #guarded = new Set<FileName>();
  #forms: readonly SelectForm[] = [0x00, 0x02];
  #ways: readonly RecordWay[] = RECORD_WAYS;

  constructor(channel: CardChannel) {
    this.#channel = channel;
  }

  get values(): FieldValues {
    return this.#values;
  }

  /** Whether something of the file was refused for want of authentication when it was read last. */
  guards(file: FileName): boolean {
    return this.#guarded.has(file);
  }

  /** Fails only when card or reader fail; what the card does not hold or does not give is simply missing afterwards. */
  async read(file: FileName): Promise<Result<void, CardError>> {
    this.#guarded.delete(file);
    const selected = await this.#select(file);
    if (!selected.ok || this.guards(file)) return selected.ok ? ok() : selected;
    if (selected.value) {
      const whole = await this.#take(file, READ_WHOLE_FILE);
      if (!whole.ok) return whole;
    }
    for (const way of this.#ways) {
      if (this.#missing(file).length === 0) break;
      if (way.needsSelection && !selected.value) continue;
      const understood = await this.#readFields(file, way);
      if (!understood.ok) return understood;
      if (understood.value) {
        this.#ways = this.#ways.slice(this.#ways.indexOf(way));
        break;
      }
    }
    return ok();
  }

  /** Whether the file is the current one now. A card that knows no way of selecting may know the file by its short name. */
  async #select(file: FileName): Promise<Result<boolean, CardError>> {
    for (const form of this.#forms) {
      const reply = await this.#channel.send(selectFile(fileId(file), form));
      if (!reply.ok) return reply;
      const meaning = meaningOf(reply.value.statusWord);
      if (meaning === 'security') this.#guarded.add(file);
      if (meaning === 'done' || meaning === 'security') {
        this.#forms = [form];
        return ok(meaning === 'done');
      }
    }
    return ok(false);
  }

  /**
   * Whether the card understands that way of asking: it gave something, be it rubbish, or refused it for want of
   * authentication, or said of a file that it has given something of that this field is not in it.
   */
  async #readFields(file: FileName, way: RecordWay): Promise<Result<boolean, CardError>> {
    let understood = false;
    for (const tag of this.#missing(file)) {
      const taken = await this.#take(file, readField(way, file, tag, this.#version));
      if (!taken.ok) return taken;
      const { meaning, length } = taken.value;
      if (meaning === 'unsupported' && !understood) break;
      // EF05 is free in parts; the holder's file is guarded as a whole, so the first refusal is the answer.
      if (meaning === 'security' && file === 'EF06') return ok(true);
      const noSuchField = meaning === 'no-record' && this.#hasSomeOf(file);
      if (meaning === 'security' || length > 0 || noSuchField) understood = true;
    }
    return ok(understood);
  }

  async #take(file: FileName, command: CardCommand): Promise<Result<Taken, CardError>> {
    const reply = await this.#channel.send(command);
    if (!reply.ok) return reply;
    const meaning = meaningOf(reply.value.statusWord);
    if (meaning === 'security') this.#guarded.add(file);
    const records = meaning === 'done' ? parseRecords(reply.value.data) : [];
    const wanted = tagsOf(file, 'unknown');
    for (const { tag, value } of records) if (wanted.includes(tag)) this.#values.set(tag, value);
    return ok({ meaning, length: meaning === 'done' ? reply.value.data.length : 0 });
  }

  #hasSomeOf(file: FileName): boolean {
    return tagsOf(file, this.#version).some((tag) => this.#values.has(tag));
  }

  #missing(file: FileName): readonly number[] {
    return tagsOf(file, this.#version).filter((tag) => !this.#values.has(tag));
  }

  get #version(): CardVersion {
    return versionOf(this.#values);
  }
}
