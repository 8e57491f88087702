/**
 * Entry of the thread that has the fonts (dist/main/pdf-worker.js): it makes PDFs, and dot patterns for characters that
 * the printer's own font lacks. Two Chinese fonts cost a quarter of a gigabyte while they are in use and subsetting them a
 * good part of a second the first time: neither belongs into the process that watches over cards and money.
 */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { GlyphDrawer } from './glyphs/draw-glyphs.ts';
import { RareFonts } from './glyphs/rare-fonts.ts';
import { withoutMissing } from './pdf/missing.ts';
import { renderPdf } from './pdf/render.ts';
import { errorDetail, type FontFiles, type Made, type PaperAnswer, type PaperJob } from './pdf-protocol.ts';

if (parentPort === null) throw new Error('pdf-worker runs in a worker thread only');
const port = parentPort;

const { regular, bold, rare }: FontFiles = workerData;
const fonts = { regular: readFileSync(regular), bold: readFileSync(bold) };
let drawer: GlyphDrawer | null = null;

const answer = (message: PaperAnswer) => port.postMessage(message);

async function make(job: PaperJob): Promise<Made[PaperJob['kind']]> {
  drawer ??= new GlyphDrawer(fonts.regular, new RareFonts(rare));
  const font = drawer;
  if (job.kind === 'glyphs') return font.draw(job.chars);
  const { doc, missing } = withoutMissing(job.doc, (char) => font.holds(char));
  const rareFontOf = (char: string) => font.rareFontOf(char);
  return { bytes: await renderPdf(doc, { ...fonts, rareFontOf }, job.madeAt, job.form), missing };
}

port.on('message', (job: PaperJob) => {
  make(job).then(
    (made) => answer({ ok: true, made }),
    (error: unknown) => answer({ ok: false, detail: errorDetail(error) }),
  );
});
