import { describe, expect, it } from 'vitest';
import type { AgencyPort, BookingList, PaymentHistory } from '../../drivers/agency/port.ts';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { done, type Outcome, refused, retryAfter, unknown } from '../../drivers/base/outcome.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { PaymentChannel } from '../../drivers/payment/port.ts';
import type { PrinterPort, PrinterState, PrintJob, PrintResult } from '../../drivers/printer/port.ts';
import type { PrinterProfile } from '../../drivers/printer/profile.ts';
import type { PrinterService } from '../../drivers/printer/service.ts';
import type { DeviceId } from '../contract/operator.ts';
import { FakeReader, READ_MS } from '../visit/testing/fake-reader.ts';
import { FakeScanner } from '../visit/testing/fake-scanner.ts';
import { CARD } from '../visit/testing/people.ts';
import { DeviceHealth } from './device-health.ts';
import { watchedRig } from './watched-rig.ts';

const WIRE = { protocol: 'p', wire: 'w' };
const AWAY: PrinterState = {
  connection: 'gone',
  model: '',
  firmware: '',
  readiness: { kind: 'blocked', reason: 'gone' },
  remainder: false,
};
const THERE: PrinterState = {
  connection: 'ready',
  model: 'P',
  firmware: '1',
  readiness: { kind: 'ready' },
  remainder: false,
};

function bench() {
  const clock = new VirtualClock();
  const health = new DeviceHealth(clock, {
    'card-reader': WIRE,
    'code-scanner': WIRE,
    printer: WIRE,
    wechat: WIRE,
    agency: WIRE,
  });
  const reader = new FakeReader(clock);
  const scanner = new FakeScanner();
  const paper = new Signal<PrinterState>();
  let answer: Outcome<never> = unknown('timeout');
  let printed: PrintResult = { state: 'PRINTED', evidence: 'A' };
  const call = async () => answer;
  const rig = watchedRig(
    {
      kind: 'real',
      clock,
      reader,
      scanner,
      printer: {
        subscribe: (listener: (state: PrinterState) => void) => paper.subscribe(listener),
        print: async () => printed,
      } as unknown as PrinterPort,
      printerService: { printAs: async () => printed } as unknown as PrinterService,
      channels: { wechat: { id: 'wechat', query: call } as unknown as PaymentChannel },
      bills: {},
      agency: { lookup: call } as unknown as AgencyPort,
      receipts: null,
      bookings: {} as unknown as BookingList,
      history: { payments: call } as unknown as PaymentHistory,
      cases: { openCase: call },
      wedge: null,
      demo: null,
      close: async () => undefined,
    },
    health,
  );
  const view = (id: DeviceId) => health.list().find((device) => device.id === id);
  return {
    clock,
    rig,
    reader,
    scanner,
    view,
    paper,
    answers: (outcome: Outcome<never>) => {
      answer = outcome;
    },
    prints: (result: PrintResult) => {
      printed = result;
    },
  };
}

describe('a watched rig', () => {
  it('tells of a reader that comes and goes, and of what it reads', async () => {
    const { clock, rig, reader, view } = bench();
    reader.plug();
    expect(view('card-reader')).toMatchObject({ connection: 'ready', model: 'FAKE', firmware: '1' });
    reader.insert(CARD);
    const read = rig.reader?.readIdentity();
    await clock.advance(READ_MS);
    expect((await read)?.ok).toBe(true);
    expect(view('card-reader')?.lastSuccess).toEqual({ what: 'card-read', at: clock.now() });
    reader.remove();
    await rig.reader?.readIdentity();
    expect(view('card-reader')?.lastError).toMatchObject({ code: 'NO_CARD' });
    reader.unplug();
    expect(view('card-reader')).toMatchObject({ connection: 'gone', lastError: { code: 'unplugged' } });
  });

  it('does not blame a reader that two of us asked at once', async () => {
    const { clock, rig, reader, view } = bench();
    reader.insert(CARD);
    const both = Promise.all([rig.reader?.readIdentity(), rig.reader?.readIdentity()]);
    await clock.advance(READ_MS);
    expect((await both)[1]).toEqual({ ok: false, error: { code: 'BUSY' } });
    expect(view('card-reader')?.lastError).toBeNull();
  });

  it('tells that codes come, not what they say', () => {
    const { scanner, view } = bench();
    scanner.plug();
    scanner.scan('TOKEN-1');
    expect(view('code-scanner')).toMatchObject({
      connection: 'ready',
      model: 'FAKE',
      lastSuccess: { what: 'code-scanned' },
    });
    expect(JSON.stringify(view('code-scanner'))).not.toContain('TOKEN');
    scanner.unplug();
    expect(view('code-scanner')?.connection).toBe('gone');
  });

  it('tells of a printer: there or away, able or not, and what became of slips', async () => {
    const { rig, paper, prints, view } = bench();
    paper.emit(AWAY);
    expect(view('printer')).toMatchObject({ connection: 'gone', readiness: 'blocked:gone' });
    paper.emit(THERE);
    paper.emit({ ...THERE, readiness: { kind: 'low' } });
    expect(view('printer')).toMatchObject({ connection: 'ready', model: 'P', readiness: 'low' });
    await rig.printer?.print({} as PrintJob);
    expect(view('printer')?.lastSuccess?.what).toBe('printed');
    prints({ state: 'UNCERTAIN', evidence: 'D', reason: 'jam' });
    await rig.printer?.print({} as PrintJob);
    expect(view('printer')?.lastError).toMatchObject({ code: 'jam', detail: 'UNCERTAIN' });
    prints({ state: 'FAILED_CLEAN', reason: 'paper-out' });
    await rig.printerService?.printAs({} as PrintJob, {} as PrinterProfile);
    expect(view('printer')?.lastError).toMatchObject({ code: 'paper-out', detail: 'FAILED_CLEAN' });
  });

  it.each([
    [done(undefined as never), 'ready', null],
    [refused('NOT_INSURED'), 'ready', null],
    [refused('UNEXPECTED'), 'ready', 'UNEXPECTED'],
    [retryAfter(1), 'unasked', 'throttled'],
    [unknown('network'), 'gone', 'network'],
  ] as const)('hears a server’s %j as %s', async (outcome, connection, code) => {
    const { rig, answers, view } = bench();
    answers(outcome);
    await rig.agency.lookup({ by: 'ecode', token: 'T' });
    await rig.channels.wechat?.query('1');
    for (const id of ['agency', 'wechat'] as const) {
      expect(view(id)).toMatchObject({ connection });
      expect(view(id)?.lastError?.code ?? null).toBe(code);
    }
  });
});
