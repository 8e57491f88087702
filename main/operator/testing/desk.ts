import { scryptSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { ok } from '../../../drivers/base/result.ts';
import { type OpenState, type OperatorRequest, operatorStateSchema } from '../../contract/operator.ts';
import { visitWorld, type World } from '../../visit/testing/world.ts';
import { CardTest } from '../card-test.ts';
import { CodeTest } from '../code-test.ts';
import { DayPrinter } from '../day-report/day-printer.ts';
import { DayReports } from '../day-report/day-reports.ts';
import { DeviceHealth } from '../device-health.ts';
import { OperatorDesk, type OperatorDeskParts } from '../operator-desk.ts';
import { OperatorLock } from '../operator-lock.ts';
import { FakePrints } from './fake-prints.ts';

/** The technician's desk of a terminal whose devices are fakes, for tests. */

const WIRE = { protocol: 'p', wire: 'w' };
export const FITTINGS = { 'card-reader': WIRE, 'code-scanner': WIRE, printer: WIRE, agency: WIRE };

const SALT = Buffer.from('sixteen bytes ok');
export const PIN = {
  cost: { N: 4_096, r: 8, p: 1 },
  salt: SALT,
  hash: scryptSync('2468', SALT, 32, { N: 4_096, r: 8, p: 1 }),
};

export interface TestDesk {
  readonly world: World;
  readonly desk: OperatorDesk;
  readonly folder: string;
  /** How often the window was told to go. */
  readonly endings: number[];
  ask(
    ...types: readonly Exclude<
      OperatorRequest['type'],
      | 'unlock'
      | 'apply-lever'
      | 'advance-clock'
      | 'show-day'
      | 'print-calibration'
      | 'answer-slip'
      | 'show-profile'
    >[]
  ): Promise<unknown[]>;
  /** The state of a window that is open. */
  open(): OpenState;
  /** What happened to the window, from the log. */
  told(): readonly unknown[];
}

/** No orders, nothing reconciled; and no PDF when `folder` is in the way. */
function daysOf(folder: string, clock: Clock, printer: DayPrinter | null = null): DayReports {
  return new DayReports({
    clock,
    terminal: { id: 'K0001', name: '一号机' },
    demo: false,
    ledger: { ordersCreated: () => [], openOrders: () => [] },
    reconciler: { standing: () => [], reconcile: async () => undefined },
    maker: { make: async () => ok(new Uint8Array()) },
    printer,
    folder: join(folder, 'reports'),
  });
}

type Options = Partial<
  Pick<OperatorDeskParts, 'rig' | 'cardTest' | 'codeTest' | 'printer' | 'demo' | 'scannerTypes'>
> & {
  readonly number?: true;
  readonly hasPrinter?: boolean;
};

export function deskOf({ number, hasPrinter = true, ...parts }: Options = {}): TestDesk {
  const world = visitWorld();
  const { clock, deviceClock, reader, scanner, visit } = world;
  const log: Log = { event: (id, fields) => world.log.push({ id, fields }) };
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  const dayPrinter = new DayPrinter({
    printer: world.printer,
    prints: new FakePrints(),
    clock: deviceClock,
    log,
  });
  const desk = new OperatorDesk({
    rig: 'real',
    terminal: { id: 'K0001', name: '金湾社区 1号机' },
    fittings: FITTINGS,
    visit,
    health: new DeviceHealth(clock, FITTINGS),
    cardTest: new CardTest(reader, deviceClock, log),
    codeTest: new CodeTest(scanner),
    printer: null,
    reports: daysOf(folder, clock, hasPrinter ? dayPrinter : null),
    demo: null,
    lock: number ? new OperatorLock(PIN, clock) : null,
    scannerTypes: false,
    exportFolder: join(folder, 'technician'),
    clock,
    log,
    ...parts,
  });
  const endings: number[] = [];
  // As the window does it.
  desk.onEnded(() => {
    endings.push(clock.now());
    desk.closed();
  });
  onTestFinished(() => {
    desk.closed();
    rmSync(folder, { recursive: true });
  });
  return {
    world,
    desk,
    folder,
    endings,
    ask: (...types) => Promise.all(types.map((type) => desk.request({ type }))),
    open() {
      const state = operatorStateSchema.parse(desk.state());
      if (state.access !== 'open') throw new Error('locked');
      return state;
    },
    told: () => world.logged('operator-window').map(({ what }) => what),
  };
}
