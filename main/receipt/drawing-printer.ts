import type { Log } from '../../drivers/base/log.ts';
import { charactersToDraw } from '../../drivers/printer/escpos/raster-line.ts';
import type { PrinterPort } from '../../drivers/printer/port.ts';
import type { PdfMaker } from './pdf-maker.ts';

/**
 * The same printer, given the dots of characters that its own font lacks: rare names. They are drawn before the job is
 * handed over, so before its first byte leaves. When they cannot be drawn the slip is printed all the same, with 〓 in
 * their places, a last line that says so, and a line in the log.
 */
export function drawingPrinter(printer: PrinterPort, maker: Pick<PdfMaker, 'draw'>, log: Log): PrinterPort {
  return {
    start: (before) => printer.start(before),
    state: () => printer.state(),
    subscribe: (listener) => printer.subscribe(listener),
    check: () => printer.check(),
    close: () => printer.close(),
    async print(job) {
      const chars = charactersToDraw(job.slip);
      if (chars.length === 0) return await printer.print(job);
      const drawn = await maker.draw(chars);
      if (drawn.ok) return await printer.print({ ...job, glyphs: drawn.value });
      log.event('slip-not-drawn', { job: job.jobId, cause: drawn.error.code });
      return await printer.print(job);
    },
  };
}
