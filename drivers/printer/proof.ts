import { ASK_IN_ORDER, processId } from './escpos/commands.ts';
import type { Reply } from './escpos/replies.ts';
import type { PrinterProfile } from './profile.ts';

/** A request that goes behind a job's last byte, and the answer that proves the job. */
export interface Ticket {
  /** Empty when this printer proves nothing. */
  readonly bytes: Uint8Array;
  /** True once all that was sent before it is proven; to be fed every reply. */
  hear(reply: Reply): boolean;
  /** It was never sent: no answer is owed. */
  withdraw(): void;
}

/** Characters of a process id: 20h to 7Eh. */
const BASE = 95;
const DIGITS = 4;

/**
 * Hands out tickets, no two alike. Process ids count up from the second at which the driver was made, so that an
 * answer from before a restart never fits. GS r answers look all the same: those that failed jobs still owe are counted.
 */
export class ProofDesk {
  readonly #kind: PrinterProfile['proof']['kind'];
  #counter: number;
  #owed = 0;
  #heardSome = false;

  constructor(kind: PrinterProfile['proof']['kind'], nowMs: number) {
    this.#kind = kind;
    this.#counter = Math.floor(nowMs / 1000);
  }

  open(): Ticket {
    switch (this.#kind) {
      case 'process-id':
        return this.#byId();
      case 'gs-r':
        return this.#inOrder();
      case 'none':
        return { bytes: new Uint8Array(0), hear: () => false, withdraw: () => undefined };
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

  #byId(): Ticket {
    let rest = this.#counter++;
    const id = Uint8Array.from({ length: DIGITS }, () => {
      const digit = rest % BASE;
      rest = Math.floor(rest / BASE);
      return 0x20 + digit;
    });
    return {
      bytes: processId(id),
      hear: (reply) => reply.kind === 'process-id' && reply.id.every((byte, at) => byte === id[at]),
      withdraw: () => undefined,
    };
  }

  #inOrder(): Ticket {
    this.#owed += 1;
    this.#heardSome = false;
    return {
      bytes: ASK_IN_ORDER,
      hear: (reply) => {
        if (reply.kind !== 'in-order') return false;
        this.#heardSome = true;
        this.#owed -= 1;
        return this.#owed === 0;
      },
      withdraw: () => {
        this.#owed -= 1;
      },
    };
  }
}
