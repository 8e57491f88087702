import { describe, expect, it } from 'vitest';
import { err, ok } from '../../drivers/base/result.ts';
import { NO_GLYPHS } from '../../drivers/printer/glyphs.ts';
import type { PrinterPort, PrinterState, PrintJob } from '../../drivers/printer/port.ts';
import { drawingPrinter } from './drawing-printer.ts';
import type { PdfMaker } from './pdf-maker.ts';

const STATE: PrinterState = {
  connection: 'ready',
  model: 'test',
  firmware: '',
  readiness: { kind: 'ready' },
  remainder: false,
};

function world(broken = false) {
  const jobs: PrintJob[] = [];
  const calls: string[] = [];
  const asked: (readonly string[])[] = [];
  const inner: PrinterPort = {
    start: (before) => void calls.push(`start ${before?.remainder}`),
    state: () => STATE,
    subscribe: (listener) => {
      listener(STATE);
      return () => void calls.push('unsubscribed');
    },
    check: async () => STATE,
    print: async (job) => {
      jobs.push(job);
      return { state: 'PRINTED', evidence: 'B' };
    },
    close: async () => void calls.push('closed'),
  };
  const logged: unknown[] = [];
  const maker: Pick<PdfMaker, 'draw'> = {
    draw: async (chars) => {
      asked.push(chars);
      return broken ? err({ code: 'TIMEOUT', detail: '' }) : ok(NO_GLYPHS);
    },
  };
  const printer = drawingPrinter(inner, maker, { event: (id, fields) => logged.push([id, fields]) });
  return { printer, jobs, calls, asked, logged };
}

const named = (name: string): PrintJob => ({
  jobId: 'J1',
  slip: {
    blocks: [
      { kind: 'title', text: '凭条' },
      { kind: 'pair', label: '参保人', value: name },
    ],
  },
});

describe('drawingPrinter', () => {
  it('asks for nothing when the printer holds every character', async () => {
    const { printer, jobs, asked } = world();
    expect(await printer.print(named('王*明'))).toEqual({ state: 'PRINTED', evidence: 'B' });
    expect(asked).toEqual([]);
    expect(jobs).toEqual([named('王*明')]);
  });

  it('hands the job over with the line’s characters drawn, and the mark for a missing one', async () => {
    const { printer, jobs, asked, logged } = world();
    await printer.print(named('王*𬍛'));
    expect(logged).toEqual([]);
    expect(asked).toEqual([['参', '保', '人', '王', '*', '𬍛', '〓']]);
    expect(jobs).toEqual([{ ...named('王*𬍛'), glyphs: NO_GLYPHS }]);
  });

  it('prints all the same when nothing can be drawn, and logs it', async () => {
    const { printer, jobs, logged } = world(true);
    await printer.print(named('王*𬍛'));
    expect(jobs).toEqual([named('王*𬍛')]);
    expect(logged).toEqual([['slip-not-drawn', { job: 'J1', cause: 'TIMEOUT' }]]);
  });

  it('is the same printer in everything else', async () => {
    const { printer, calls } = world();
    const heard: PrinterState[] = [];
    printer.start({ remainder: true });
    printer.subscribe((state) => heard.push(state))();
    expect([printer.state(), await printer.check(), ...heard]).toEqual([STATE, STATE, STATE]);
    await printer.close();
    expect(calls).toEqual(['start true', 'unsubscribed', 'closed']);
  });
});
