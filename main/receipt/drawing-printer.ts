import { charactersToDraw } from '../../drivers/printer/escpos/raster-line.ts';
import type { PrinterPort } from '../../drivers/printer/port.ts';
import type { PdfMaker } from './pdf-maker.ts';

/**
 * The same printer, given the dots of characters that its own font lacks: rare names. They are drawn before the job is
 * handed over, so before its first byte leaves. When they cannot be drawn the slip is printed all the same, with 〓 in
 * their places and a last line that says so.
 */
export function drawingPrinter(printer: PrinterPort, maker: Pick<PdfMaker, 'draw'>): PrinterPort {
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
      return await printer.print(drawn.ok ? { ...job, glyphs: drawn.value } : job);
    },
  };
}
