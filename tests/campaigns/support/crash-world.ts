import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgencyEmulator } from '../../../drivers/agency/emulator/agency-server.ts';
import { demoPeople, type Person } from '../../../drivers/agency/emulator/people.ts';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import type { WalletBooks } from '../../../drivers/payment/emulator/wallet-plain.ts';
import type { PaymentChannel } from '../../../drivers/payment/port.ts';
import type { WeChatNative } from '../../../drivers/payment/wechat/native.ts';
import type { OrderView } from '../../../main/ledger/port.ts';
import { openWallet, type WalletName } from './crash-wallets.ts';

/** The one wallet of a world, whichever it is. */
export interface CrashWallet {
  readonly name: WalletName;
  /** First part of its levers' ids. */
  readonly device: string;
  readonly levers: readonly Lever[];
  inspect(): WalletBooks;
  /** A production client of this wallet, for one process. */
  connect(parts: ConstructorParameters<typeof WeChatNative>[1]): PaymentChannel;
  close(): Promise<void>;
}

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
    readonly wallet: CrashWallet,
    readonly agency: AgencyEmulator,
    readonly person: Person,
  ) {}

  static async create(name: WalletName): Promise<CrashWorld> {
    const clock = new VirtualClock();
    const person = insured();
    const wallet = await openWallet(name, clock);
    const agency = await AgencyEmulator.start({ clock, people: [person] });
    return new CrashWorld(clock, wallet, agency, person);
  }

  /** A lever of whichever wallet it is: `scan-pay`, `fault`. */
  pullWallet(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    return this.pull(`${this.wallet.device}-${lever}`, args);
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

/** What the resident does on seeing a view; never twice for the same reason. */
export type Resident = (view: OrderView) => void;
