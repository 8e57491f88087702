/**
 * Entry of the thread that makes PDFs (dist/main/pdf-worker.js). Two Chinese fonts cost a quarter of a gigabyte while they
 * are in use and subsetting them a good part of a second the first time: neither belongs into the process that watches
 * over cards and money.
 */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { renderPdf } from './pdf/render.ts';
import { errorDetail, type FontFiles, type PdfAnswer, type PdfJob } from './pdf-protocol.ts';

if (parentPort === null) throw new Error('pdf-worker runs in a worker thread only');
const port = parentPort;

const { regular, bold }: FontFiles = workerData;
const fonts = { regular: readFileSync(regular), bold: readFileSync(bold) };

const answer = (message: PdfAnswer) => port.postMessage(message);

port.on('message', ({ doc, madeAt }: PdfJob) => {
  renderPdf(doc, fonts, madeAt).then(
    (pdf) => answer({ ok: true, pdf }),
    (error: unknown) => answer({ ok: false, detail: errorDetail(error) }),
  );
});
