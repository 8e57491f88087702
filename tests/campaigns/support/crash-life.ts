import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { HttpAgency } from '../../../drivers/agency/http-agency.ts';
import type { AgencyPort } from '../../../drivers/agency/port.ts';
import type { Clock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { type JournalledLedger, openLedger } from '../../../main/ledger/ledger.ts';
import type { OrderView } from '../../../main/ledger/port.ts';
import { type Watch, watchedAgency, watchedChannel, watchedHttp } from './crash-watch.ts';
import type { CrashWorld } from './crash-world.ts';
import { expectOk } from './expect-ok.ts';

/**
 * Before = the transaction is lost; after = it is on disk and nothing that follows it has happened; torn = the power
 * went while it was being written, and its last page is half there.
 */
export interface CrashPoint {
  readonly write: number;
  readonly moment: 'before' | 'after' | 'torn';
}

export const JOURNAL_FILE = 'journal.sqlite';
const TORN_BYTES = 100;
const SQLITE_FULL = 13;
const PLENTY = 1e9;

/**
 * One process of the terminal, with the production ledger, clients and journal. At its crash point the disk is copied
 * as it is at that instant, and from then on nothing of this process reaches the world: it sends nothing, hears
 * nothing, its timers do not fire, nobody sees its screen, and its writes go to a disk that nobody reads again.
 */
export class CrashLife {
  /** Journal writes that were begun. */
  writes = 0;
  dead = false;
  /** Where the disk is after this life, for the next one. */
  disk: string;

  private constructor(
    readonly ledger: JournalledLedger,
    readonly agency: AgencyPort,
    disk: string,
    /** Frees what the process holds in the test's own process. */
    readonly end: () => Promise<void>,
  ) {
    this.disk = disk;
  }

  static async begin(
    world: CrashWorld,
    disk: string,
    crash: CrashPoint | null,
    see: (view: OrderView) => void,
  ): Promise<CrashLife> {
    const mortal = { dead: false, writes: 0 };
    const state: { life: CrashLife | null } = { life: null };
    const watch: Watch = { world, life: world.lives++, mortal };
    const clock = mortalClock(world, mortal);
    const log: Log = {
      event: (id, fields) => {
        if (id === 'alarm' && 'code' in fields && !mortal.dead) world.alarms.push(String(fields.code));
      },
    };
    const parts = { http: watchedHttp(watch), clock, log };
    const channels = world.wallets.map((wallet) => watchedChannel(wallet.connect(parts), wallet, watch));
    const agency = watchedAgency(new HttpAgency({ baseUrl: world.agency.baseUrl }, parts), watch);
    const die = (moment: CrashPoint['moment']): void => {
      mortal.dead = true;
      const next = copyDisk(disk, moment);
      if (state.life !== null) {
        state.life.dead = true;
        state.life.disk = next;
      }
    };
    const onWrite = (moment: 'before' | 'after'): void => {
      if (mortal.dead) return;
      // As SQLite says it.
      if (moment === 'before' && world.isDiskFull)
        throw Object.assign(new Error('disk full'), { errcode: SQLITE_FULL });
      if (moment === 'before') mortal.writes += 1;
      if (state.life !== null) state.life.writes = mortal.writes;
      const isNow = crash?.moment === 'before' ? moment === 'before' : moment === 'after';
      if (crash !== null && crash.write === mortal.writes && isNow) die(crash.moment);
    };
    const ledger = expectOk(
      await openLedger({
        file: join(disk, JOURNAL_FILE),
        clock,
        log,
        channels: Object.fromEntries(channels.map((channel) => [channel.id, channel])),
        agency,
        terminal: { id: 'K0001' },
        timeouts: { qrSeconds: world.codeSeconds },
        journal: { onWrite, freeBytes: () => (world.isDiskFull ? 0 : PLENTY) },
      }),
    );
    ledger.subscribe((view) => {
      if (!mortal.dead) see(view);
    });
    state.life = new CrashLife(ledger, agency, disk, async () => {
      mortal.dead = true;
      await ledger.stop();
    });
    return state.life;
  }
}

/** The disk as the next process finds it. */
function copyDisk(disk: string, moment: CrashPoint['moment']): string {
  const next = `${disk}+`;
  mkdirSync(next);
  for (const name of readdirSync(disk)) copyFileSync(join(disk, name), join(next, name));
  if (moment === 'torn') {
    const log = join(next, `${JOURNAL_FILE}-wal`);
    truncateSync(log, Math.max(0, statSync(log).size - TORN_BYTES));
  }
  return next;
}

/** The terminal's clock, which may be wrong, and ends with the process. */
function mortalClock(world: CrashWorld, mortal: { readonly dead: boolean }): Clock {
  const { clock } = world;
  return {
    now: () => clock.now() + world.clockErrorMs,
    monotonic: () => clock.monotonic(),
    after: (ms, action) =>
      mortal.dead
        ? { cancel: () => undefined }
        : clock.after(ms, () => {
            if (!mortal.dead) action();
          }),
  };
}
