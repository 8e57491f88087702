import { Signal } from '../base/subscribe.ts';
import { ASK_IN_ORDER, processId } from './escpos/commands.ts';
import type { Reply } from './escpos/replies.ts';
import type { PrinterProfile } from './profile.ts';

/** `all`: everything that was sent before the ticket is proven. `part`: an older answer came, this one is still out. */
export type Heard = 'part' | 'all';

/** A request that goes behind a job's last byte, and the answer that proves the job. */
export interface Ticket {
  /** Empty when this printer proves nothing. */
  readonly bytes: Uint8Array;
  readonly heard: Signal<Heard>;
  /** It was never sent: no answer is owed. */
  withdraw(): void;
}

interface Open {
  readonly kind: PrinterProfile['proof']['kind'];
  readonly id: Uint8Array;
  readonly heard: Signal<Heard>;
}

/** Characters of a process id: 20h to 7Eh. */
const BASE = 95;
const DIGITS = 4;

/**
 * Hands out tickets and hears every reply for them. Process ids count up from the second at which the driver was made, so
 * that an answer from before a restart never fits. GS r answers all look the same: those that failed jobs still owe are
 * counted, whenever they come.
 */
export class ProofDesk {
  readonly #kind: PrinterProfile['proof']['kind'];
  #counter: number;
  #owed = 0;
  #heardSome = false;
  /** The ticket handed out last. */
  #open: Open | null = null;

  constructor(kind: PrinterProfile['proof']['kind'], nowMs: number) {
    this.#kind = kind;
    this.#counter = Math.floor(nowMs / 1000);
  }

  /** An in-order answer is under way, or may be. */
  get owesInOrder(): boolean {
    return this.#owed > 0;
  }

  /** `kind`: another proof than this printer's usual one. */
  open(kind = this.#kind): Ticket {
    const id = this.#nextId();
    const heard = new Signal<Heard>();
    this.#open = { kind, id, heard };
    this.#heardSome = false;
    const inOrder = kind === 'gs-r';
    if (inOrder) this.#owed += 1;
    const requests = { 'process-id': processId(id), 'gs-r': ASK_IN_ORDER, none: new Uint8Array(0) };
    return {
      bytes: requests[kind],
      heard,
      withdraw: () => {
        if (inOrder && this.#owed > 0) this.#owed -= 1;
      },
    };
  }

  /** To be fed every reply, also between jobs. */
  hear(reply: Reply): void {
    const open = this.#open;
    if (open === null) return;
    if (open.kind === 'process-id' && reply.kind === 'process-id') {
      if (reply.id.every((byte, at) => byte === open.id[at])) open.heard.emit('all');
    }
    if (open.kind === 'gs-r' && reply.kind === 'in-order' && this.#owed > 0) {
      this.#owed -= 1;
      this.#heardSome = true;
      open.heard.emit(this.#owed === 0 ? 'all' : 'part');
    }
  }

  /**
   * For when the time for all owed answers has passed. True if at least one has come since `open`: whichever ticket it
   * belongs to, it was sent behind all older jobs, so they are through; the missing ones were lost and are forgotten.
   */
  settleForSome(): boolean {
    if (!this.#heardSome) return false;
    this.#owed = 0;
    return true;
  }

  #nextId(): Uint8Array {
    let rest = this.#counter++;
    return Uint8Array.from({ length: DIGITS }, () => {
      const digit = rest % BASE;
      rest = Math.floor(rest / BASE);
      return 0x20 + digit;
    });
  }
}
