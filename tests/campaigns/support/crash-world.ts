import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgencyEmulator } from '../../../drivers/agency/emulator/agency-server.ts';
import { demoPeople, type Person } from '../../../drivers/agency/emulator/people.ts';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import { WeChatEmulator } from '../../../drivers/payment/emulator/wechat-server.ts';
import type { OrderView } from '../../../main/ledger/port.ts';

/**
 * What outlives a crash: time, the wallet, the agency, the disk, and the resident with the phone. Both servers are the
 * real emulators on real HTTP; time is virtual and moves only while no request is under way.
 */
export class CrashWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'crash-'));
  /** Alarm codes of all processes. */
  readonly alarms: string[] = [];
  /** Every body that was sent, by operation and number: more than one for a number is a violation. */
  readonly bodies = new Map<string, Set<string>>();
  readonly #underWay = new Set<Promise<unknown>>();

  private constructor(
    readonly clock: VirtualClock,
    readonly wallet: WeChatEmulator,
    readonly agency: AgencyEmulator,
    readonly person: Person,
  ) {}

  static async create(): Promise<CrashWorld> {
    const clock = new VirtualClock();
    const person = insured();
    const wallet = await WeChatEmulator.start({ clock, store: await walletWithKeys() });
    const agency = await AgencyEmulator.start({ clock, people: [person] });
    return new CrashWorld(clock, wallet, agency, person);
  }

  async pull(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    const levers: readonly Lever[] = [...this.wallet.levers, ...this.agency.levers];
    const found = levers.find((each) => each.id === lever);
    if (found === undefined) throw new Error(`no lever ${lever}`);
    const pulled = await found.apply(args);
    if (!pulled.ok && pulled.error.code === 'BAD_ARGUMENT') throw new Error(pulled.error.message);
    return pulled.ok;
  }

  /** Something is under way until this promise settles: time stands still for it. */
  track<T>(promise: Promise<T>): Promise<T> {
    this.#underWay.add(promise);
    const over = (): boolean => this.#underWay.delete(promise);
    promise.then(over, over);
    return promise;
  }

  sent(operation: string, number: string, body: string): void {
    const key = `${operation} ${number}`;
    this.bodies.set(key, (this.bodies.get(key) ?? new Set()).add(body));
  }

  /** Until `ms` have passed or `isOver`, jumping from timer to timer whenever the wires are silent. */
  async run(ms: number, isOver: () => boolean = () => false): Promise<void> {
    const end = this.clock.now() + ms;
    for (;;) {
      await this.#quiet();
      if (isOver()) return;
      const next = this.clock.untilNext();
      if (next === null || this.clock.now() + next > end) break;
      await this.clock.advance(next);
    }
    await this.clock.advance(Math.max(0, end - this.clock.now()));
    await this.#quiet();
  }

  async close(): Promise<void> {
    await Promise.all([this.wallet.close(), this.agency.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #quiet(): Promise<void> {
    // What a promise starts when it settles is under way only a turn later.
    do {
      await Promise.allSettled(this.#underWay);
      await this.clock.advance(0);
    } while (this.#underWay.size > 0);
  }
}

/** One invented resident with one bill; the agency's id is long enough to be found on a disk, were it written in clear. */
function insured(): Person {
  const [person] = demoPeople();
  if (person === undefined) throw new Error('no demo people');
  return {
    ...person,
    insuredId: 'INSURED-440404-0001',
    bills: person.bills
      .filter((bill) => bill.tiers === undefined)
      .map((bill) => ({ ...bill, billId: 'BILL-1' })),
  };
}

/** Key generation takes longer than a run: one pair of keys for all worlds, empty books for each. */
let keys: string | null = null;

async function walletWithKeys(): Promise<{
  load(): Promise<string | null>;
  save(text: string): Promise<void>;
}> {
  let text: string | null = keys;
  const store = {
    load: async () => text,
    save: async (next: string) => {
      text = next;
    },
  };
  if (keys === null) {
    const first = await WeChatEmulator.start({ clock: new VirtualClock(), store });
    await first.close();
    keys = text;
  }
  return store;
}

/** What the resident does on seeing a view; never twice for the same reason. */
export type Resident = (view: OrderView) => void;
