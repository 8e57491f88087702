import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgencyEmulator } from '../../../drivers/agency/emulator/agency-server.ts';
import { demoPeople, type Person } from '../../../drivers/agency/emulator/people.ts';
import { type Clock, VirtualClock } from '../../../drivers/base/clock.ts';
import type { Lever } from '../../../drivers/base/lever.ts';
import { HttpClient } from '../../../drivers/transport/http.ts';
import { type CallTarget, type Disturbance, LIES, leverFor } from './crash-disturbance.ts';
import { type CrashWallet, openWallet, type WalletName } from './crash-wallets.ts';

export interface WorldOptions {
  /** The first one is the story's. */
  readonly wallets: readonly WalletName[];
  readonly codeSeconds?: number;
  /** RFC 3339. Default: a morning in November. */
  readonly startAt?: string;
  readonly disturbance?: Disturbance | null;
}

/** Real files; but a campaign writes for years, and what a crash leaves is copied, not left to the disk: memory will do. */
const DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const CODE_SECONDS = 300;

/** One call of a ledger, as it began. */
export interface CallRecord {
  readonly server: 'wallet' | 'agency';
  readonly op: string;
  readonly order: string;
  /** Number of the process, and its time. */
  readonly life: number;
  readonly at: number;
}

/** What went over the wire. */
export interface WireRequest {
  readonly url: URL;
  readonly body: string;
}

/**
 * What outlives a crash: time, the wallets, the agency, the disk, and the resident with the phone. The servers are the
 * real emulators on real HTTP; time is virtual and moves only while no request is under way (but for those that a server
 * holds back on purpose: they wait for time).
 */
export class CrashWorld {
  readonly folder = mkdtempSync(join(DISK, 'crash-'));
  /** Alarm codes of all processes. */
  readonly alarms: string[] = [];
  readonly calls: CallRecord[] = [];
  readonly requests: WireRequest[] = [];
  /** Every body that was sent, by operation and number: more than one for a number is a violation. */
  readonly bodies = new Map<string, Set<string>>();
  /** What was thrown by the story itself: then it proves nothing. */
  readonly mistakes: unknown[] = [];
  /** What the terminal said when it should not sell, and what it may say. */
  readonly refusals: string[] = [];
  mayRefuse: readonly string[] = [];
  /** A wallet has signed something that is not about our money. */
  hasLied = false;
  /** How far the terminal's clock is ahead of everybody else's, ms. */
  clockErrorMs = 0;
  isDiskFull = false;
  /** Processes that have begun. */
  lives = 0;
  isPrinterOut = false;
  readonly http: HttpClient;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #held = new Set<() => void>();
  #changed = (): void => undefined;

  private constructor(
    readonly clock: VirtualClock,
    readonly wallets: readonly CrashWallet[],
    readonly agency: AgencyEmulator,
    readonly person: Person,
    readonly disturbance: Disturbance | null,
    readonly codeSeconds: number,
    holds: { tell: () => void },
  ) {
    this.http = new HttpClient({ clock });
    holds.tell = () => {
      for (const over of [...this.#held]) over();
    };
  }

  static async create({
    wallets,
    startAt,
    codeSeconds = CODE_SECONDS,
    disturbance = null,
  }: WorldOptions): Promise<CrashWorld> {
    const clock = startAt === undefined ? new VirtualClock() : new VirtualClock(Date.parse(startAt));
    const person = insured();
    const holds = { tell: (): void => undefined };
    // A server sets a timer for one thing only: to hold a call back.
    const patient: Clock = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after: (ms, action) => {
        holds.tell();
        return clock.after(ms, action);
      },
    };
    const open = await Promise.all(wallets.map((name) => openWallet(name, patient)));
    const agency = await AgencyEmulator.start({ clock: patient, people: [person] });
    return new CrashWorld(clock, open, agency, person, disturbance, codeSeconds, holds);
  }

  wallet(name: string): CrashWallet {
    const found = this.wallets.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no wallet ${name}`);
    return found;
  }

  /** What no journal and no wallet may learn. */
  get secrets(): readonly string[] {
    const { insuredId, idNumber, name, cardNumber = idNumber } = this.person;
    return [insuredId, idNumber, name, cardNumber];
  }

  get trades() {
    return this.wallets.flatMap((wallet) => wallet.inspect().trades);
  }

  async pull(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    const levers = [...this.wallets.flatMap((wallet) => wallet.levers), ...this.agency.levers];
    const found: Lever | undefined = levers.find((each) => each.id === lever);
    if (found === undefined) throw new Error(`no lever ${lever}`);
    if (LIES.has(String(args.kind)) || args.amountFen !== undefined) this.hasLied = true;
    const pulled = await found.apply(args);
    if (!pulled.ok && pulled.error.code === 'BAD_ARGUMENT') throw new Error(pulled.error.message);
    return pulled.ok;
  }

  /** Something is under way: time stands still until this promise settles, or a server holds a call back. */
  track<T>(promise: Promise<T>): Promise<T> {
    const over = (): void => {
      this.#held.delete(over);
      this.#underWay.delete(promise);
      this.#changed();
    };
    this.#underWay.add(promise);
    this.#held.add(over);
    promise.then(over, over);
    return promise;
  }

  /** In `ms`, by a person or the world: time stands still while it is done. */
  later(ms: number, action: () => unknown): void {
    const act = async (): Promise<void> => {
      try {
        await action();
      } catch (error) {
        this.mistakes.push(error);
      }
    };
    this.clock.after(ms, () => void this.track(act()));
  }

  /** One call of a ledger, with its fault if it is its turn. Time stands still until it ends or a server holds it back. */
  call<T>(target: CallTarget, order: string, life: number, send: () => Promise<T>): Promise<T> {
    const { server, op } = target;
    this.calls.push({
      server: server === 'agency' ? 'agency' : 'wallet',
      op,
      order,
      life,
      at: this.clock.now(),
    });
    const fault = this.disturbance?.call === this.calls.length ? this.disturbance : null;
    return this.track(this.#disturb(target, fault).then(send));
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
    await this.http.close();
    await Promise.all([...this.wallets.map((wallet) => wallet.close()), this.agency.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #disturb(target: CallTarget, fault: Disturbance | null): Promise<void> {
    if (fault === null) return;
    const { id, args } = leverFor(target, fault);
    await this.pull(id, args);
  }

  async #quiet(): Promise<void> {
    // What a promise starts when it settles is under way only a turn later.
    do {
      while (this.#underWay.size > 0) {
        await new Promise<void>((resolve) => {
          this.#changed = resolve;
        });
      }
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
