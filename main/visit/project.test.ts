import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { snapshotSchema } from '../contract/snapshot.ts';
import { TROUBLE_CODES, TROUBLES } from '../contract/trouble.ts';
import { DEFAULT_TIMINGS } from '../policy/timings.ts';
import { needsCounter } from '../receipt/counter-slip.ts';
import { daxie } from '../receipt/daxie.ts';
import { REFUNDING_ORDER } from '../receipt/testing/orders.ts';
import { blank, type VisitContext } from './context.ts';
import type { VisitPorts } from './ports.ts';
import { project, type TerminalFacts } from './project.ts';
import { screenOf } from './screens.ts';
import { stateName } from './setup.ts';
import { FakeAgency } from './testing/fake-agency.ts';
import { FakeCases } from './testing/fake-cases.ts';
import { FakeLedger } from './testing/fake-ledger.ts';
import { FakePrinter } from './testing/fake-printer.ts';
import { FakeReader } from './testing/fake-reader.ts';
import { FakeScanner } from './testing/fake-scanner.ts';

const TERMINAL: TerminalFacts = {
  rig: 'real',
  id: 'K0001',
  name: '金湾社区 1号机',
  mmPerPx: 0.2745,
  orientation: 'landscape',
  heightMm: null,
};

function bench() {
  const clock = new VirtualClock();
  const printer = new FakePrinter(clock);
  const reader = new FakeReader(clock);
  const ports: VisitPorts = {
    clock,
    log: silentLog,
    reader,
    scanner: new FakeScanner(),
    printer,
    agency: new FakeAgency(clock),
    history: new FakeAgency(clock),
    cases: new FakeCases(new FakeAgency(clock), clock),
    ledger: new FakeLedger(clock),
    channels: ['wechat'],
    scannedWith: () => ['wechat'],
    receipts: null,
    slip: () => ({ blocks: [] }),
    caseSlip: () => ({ blocks: [] }),
    counterSlip: () => ({ blocks: [] }),
    amountInWords: daxie,
    timings: DEFAULT_TIMINGS,
    openOperator: () => undefined,
    isClosed: () => false,
  };
  const context = (change: Partial<VisitContext> = {}): VisitContext => ({ ...blank(ports), ...change });
  return { ports, printer, reader, context };
}

describe('the projection', () => {
  it('tells of the terminal, and whom to call', () => {
    const { context } = bench();
    const snapshot = project('attract', context(), TERMINAL);
    expect(snapshot).toMatchObject({
      rig: 'real',
      terminal: { id: 'K0001', orientation: 'landscape', heightMm: null, phone: '12333' },
      idle: null,
      resident: null,
    });
    expect(snapshot.terminal).not.toHaveProperty('rig');
    snapshotSchema.parse({ ...snapshot, seq: 0 });
  });

  it('tells of the devices as the contract names their states', () => {
    const { context, printer, reader } = bench();
    const health = () => project('attract', context(), TERMINAL).health;
    expect(health()).toEqual({ printer: 'ready', reader: 'ready', scanner: 'ready', network: 'up' });
    printer.become('low');
    expect(health().printer).toBe('low');
    printer.block('paper-out');
    expect(health().printer).toBe('blocked:paper-out');
    reader.unplug();
    expect(health().reader).toBe('gone');
  });

  it('tells of devices that are not fitted', () => {
    const { ports, context } = bench();
    const bare = { ...ports, reader: null, scanner: null, printer: null };
    expect(project('attract', context({ ports: bare }), TERMINAL).health).toMatchObject({
      printer: 'absent',
      reader: 'absent',
      scanner: 'absent',
    });
  });

  it.each(TROUBLE_CODES)('has a screen for the trouble %s', (code) => {
    const { context } = bench();
    const screen = screenOf({ trouble: 'explaining' }, context({ trouble: { code, retry: null } }));
    expect(screen).toEqual({
      name: 'trouble',
      code,
      until: null,
      canRetry: false,
      canScan: TROUBLES[code].next === 'ecode',
      cardInside: false,
      slip: needsCounter(code) ? { print: 'none', canPrint: true } : null,
      secondsLeft: null,
    });
  });

  it('fills the counts that have not begun', () => {
    const { context } = bench();
    expect(screenOf('out-of-service', context())).toEqual({
      name: 'out-of-service',
      reason: 'NO_IDENTIFICATION',
      gone: [],
    });
  });

  it('offers nothing about a person to nobody', () => {
    const { context } = bench();
    expect(screenOf('home', context())).toMatchObject({ tiles: [{ kind: 'pay' }] });
    const order = REFUNDING_ORDER;
    expect(screenOf('outcome', context({ order }))).toMatchObject({ standing: null });
  });

  it('takes a screen without its facts for a bug', () => {
    const { context } = bench();
    for (const value of ['outcome', { receipt: 'printed' }, { pay: { live: 'showing' } }, 'trouble']) {
      expect(() => screenOf(value, context())).toThrow('without its facts');
    }
    expect(() => screenOf({}, context())).toThrow('always somewhere');
  });
});

describe('the name of a state', () => {
  it.each([
    ['attract', 'attract'],
    [{ review: 'ready' }, 'review.ready'],
    [{ pay: { live: 'told' } }, 'pay.live.told'],
  ])('%o is %s', (value, name) => {
    expect(stateName(value)).toBe(name);
  });
});
