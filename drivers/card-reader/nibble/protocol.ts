import { fromHex } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { Signal, type Unsubscribe } from '../../base/subscribe.ts';
import type { ByteTransport } from '../../transport/port.ts';
import type { CardSlot } from '../card-slot.ts';
import type { Interrogation, ReaderProtocol, ReaderSlot } from '../reader-protocol.ts';
import { DEFAULT_COMMAND_CLASS, interrogate, SAM_SLOT, SlotCommands, USER_SLOT } from './commands.ts';
import { NibbleLink } from './link.ts';
import { NibbleSlot } from './slot.ts';

export interface NibbleOptions {
  /** First byte of every card command, 0–255: 0x32 (default, the captured HID unit) or 0x00 (the serial document). */
  readonly commandClass?: number;
  /**
   * Hexadecimal, sent before every frame: what selects the reader's port on the multiplexer that some kiosks have in
   * between. `1B2542` was captured on HID, `7E2541FFFFFF` is the serial document's. Default: none.
   */
  readonly portSelect?: string;
  /** What tells the firmware's version, as the reader itself does not: on HID the device's release. Default: nothing. */
  readonly firmware?: () => string;
}

/**
 * Protocol `nibble`: readers of the 长城 GWI-IC20 class (card notes 2.5), on a serial line or, through NibbleReports, on
 * HID. The contact slot only: commands for cards without contacts are not publicly documented.
 */
export class NibbleProtocol implements ReaderProtocol {
  readonly slots: readonly ReaderSlot[];
  /** The first security module's slot, for whoever authenticates third-generation cards. Not watched. */
  readonly sam: CardSlot;
  /** A look without a session costs the card a reset, hence not more often (card notes 9). It never reports. */
  readonly lookEveryMs = { asking: 1_000, reporting: 1_000 };
  readonly #link: NibbleLink;
  readonly #commands: SlotCommands;
  readonly #places: readonly NibbleSlot[];
  readonly #firmware: () => string;
  readonly #failed = new Signal<string>();

  constructor(
    transport: ByteTransport,
    clock: Clock,
    { commandClass = DEFAULT_COMMAND_CLASS, portSelect = '', firmware = () => '' }: NibbleOptions = {},
  ) {
    const link = new NibbleLink(transport, clock, fromHex(portSelect));
    const place = (commands: SlotCommands) =>
      new NibbleSlot(link, commands, clock, (cause) => this.#failed.emit(cause));
    this.#link = link;
    this.#firmware = firmware;
    this.#commands = new SlotCommands(commandClass, USER_SLOT);
    const user = place(this.#commands);
    const sam = place(new SlotCommands(commandClass, SAM_SLOT));
    this.#places = [user, sam];
    this.slots = [{ name: 'contact', device: user }];
    this.sam = sam;
  }

  async greet(): Promise<Result<Interrogation, string>> {
    this.#link.beginAnew();
    for (const place of this.#places) place.forget();
    const model = await interrogate(this.#link, this.#commands);
    if (!model.ok) return err(model.error.code);
    return ok({ model: model.value, firmware: this.#firmware(), reportsChanges: false });
  }

  abort(cause: string): void {
    this.#link.abort(cause);
  }

  /** Never called: the protocol has no word for it. */
  onSlotChange(): Unsubscribe {
    return () => undefined;
  }

  onFailed(listener: (cause: string) => void): Unsubscribe {
    return this.#failed.subscribe(listener);
  }

  onTrouble(listener: (what: string) => void): Unsubscribe {
    return this.#link.onTrouble(listener);
  }
}
