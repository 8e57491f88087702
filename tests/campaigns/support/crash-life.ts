import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HttpAgency } from '../../../drivers/agency/http-agency.ts';
import type { AgencyPort } from '../../../drivers/agency/port.ts';
import type { Clock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import type { PaymentChannel } from '../../../drivers/payment/port.ts';
import { HttpClient } from '../../../drivers/transport/http.ts';
import { type JournalledLedger, openLedger } from '../../../main/ledger/ledger.ts';
import type { CrashWorld, Resident } from './crash-world.ts';
import { expectOk } from './expect-ok.ts';

/** Before = the transaction is lost; after = it is on disk and nothing that follows it has happened. */
export interface CrashPoint {
  readonly write: number;
  readonly moment: 'before' | 'after';
}

const FILE = 'journal.sqlite';

/**
 * One process of the terminal, with the production ledger, clients and journal. At its crash point the disk is copied
 * as it is at that instant, and from then on nothing of this process reaches the world: it sends nothing, hears
 * nothing, its timers do not fire, nobody sees its screen, and its writes go to a disk that nobody reads again.
 */
export class CrashLife {
  readonly ledger: JournalledLedger;
  readonly agency: AgencyPort;
  /** Journal writes that were begun. */
  writes = 0;
  dead = false;
  /** Where the disk is after this life, for the next one. */
  disk: string;
  readonly #close: () => Promise<void>;

  private constructor(
    ledger: JournalledLedger,
    agency: AgencyPort,
    disk: string,
    close: () => Promise<void>,
  ) {
    this.ledger = ledger;
    this.agency = agency;
    this.disk = disk;
    this.#close = close;
  }

  static async begin(
    world: CrashWorld,
    disk: string,
    crash: CrashPoint | null,
    resident: Resident,
  ): Promise<CrashLife> {
    const mortal = { dead: false, writes: 0 };
    const state: { life: CrashLife | null } = { life: null };
    const clock = mortalClock(world.clock, mortal);
    const log: Log = {
      event: (id, fields) => {
        if (id === 'alarm' && 'code' in fields && !mortal.dead) world.alarms.push(String(fields.code));
      },
    };
    const parts = () => ({ http: new HttpClient({ clock: world.clock }), clock: world.clock, log });
    const channel = world.wallet.connect(parts());
    const agency = new HttpAgency({ baseUrl: world.agency.baseUrl }, parts());
    const gate = <T>(call: () => Promise<T>): Promise<T> => {
      if (mortal.dead) return new Promise(() => undefined);
      return world.track(call()).then((value) => (mortal.dead ? new Promise<T>(() => undefined) : value));
    };
    const gatedAgency = watchedAgency(agency, world, gate);
    const die = (): void => {
      mortal.dead = true;
      const next = `${disk}+`;
      mkdirSync(next);
      for (const name of readdirSync(disk)) copyFileSync(join(disk, name), join(next, name));
      if (state.life !== null) {
        state.life.dead = true;
        state.life.disk = next;
      }
    };
    const ledger = expectOk(
      await openLedger({
        file: join(disk, FILE),
        clock,
        log,
        channels: { [channel.id]: watchedChannel(channel, world, gate) },
        agency: gatedAgency,
        terminal: { id: 'K0001' },
        timeouts: { qrSeconds: 300 },
        journal: {
          onWrite: (moment) => {
            if (mortal.dead) return;
            if (moment === 'before') mortal.writes += 1;
            if (state.life !== null) state.life.writes = mortal.writes;
            if (crash !== null && crash.write === mortal.writes && crash.moment === moment) die();
          },
        },
      }),
    );
    ledger.subscribe((view) => {
      if (!mortal.dead) resident(view);
    });
    state.life = new CrashLife(ledger, gatedAgency, disk, async () => {
      mortal.dead = true;
      await ledger.stop();
      await Promise.all([channel.shutdown(), agency.close()]);
    });
    return state.life;
  }

  /** Frees what the process holds in the test's own process. */
  end(): Promise<void> {
    return this.#close();
  }
}

function mortalClock(clock: Clock, mortal: { readonly dead: boolean }): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (ms, action) =>
      mortal.dead
        ? { cancel: () => undefined }
        : clock.after(ms, () => {
            if (!mortal.dead) action();
          }),
  };
}

type Gate = <T>(call: () => Promise<T>) => Promise<T>;

/** The client itself behind a gate; remembers what was sent. */
function watchedChannel(channel: PaymentChannel, world: CrashWorld, gate: Gate): PaymentChannel {
  const field = (body: string, name: string): string => String(JSON.parse(body)[name]);
  return {
    id: channel.id,
    prepayBody: (order) => channel.prepayBody(order),
    refundBody: (refund) => channel.refundBody(refund),
    prepay: (body) =>
      gate(() => {
        world.sent('prepay', field(body, 'out_trade_no'), body);
        return channel.prepay(body);
      }),
    query: (id) => gate(() => channel.query(id)),
    close: (id) => gate(() => channel.close(id)),
    refund: (body) =>
      gate(() => {
        world.sent('refund', field(body, 'out_trade_no'), body);
        return channel.refund(body);
      }),
    queryRefund: (number, id) => gate(() => channel.queryRefund(number, id)),
    shutdown: () => channel.shutdown(),
  };
}

function watchedAgency(agency: AgencyPort, world: CrashWorld, gate: Gate): AgencyPort {
  return {
    lookup: (request) => gate(() => agency.lookup(request)),
    bills: (id) => gate(() => agency.bills(id)),
    quote: (request) => gate(() => agency.quote(request)),
    book: (body) =>
      gate(() => {
        world.sent('book', String(JSON.parse(body).bookingKey), body);
        return agency.book(body);
      }),
    queryBooking: (key) => gate(() => agency.queryBooking(key)),
    close: () => agency.close(),
  };
}
