import PDFDocument from 'pdfkit';
import { create as createQr } from 'qrcode';
import type { RareFont } from '../glyphs/rare-fonts.ts';
import type { PdfDoc } from '../receipt-doc.ts';
import { fontRuns } from './font-runs.ts';
import { type Ink, layout, type Mark, PAGE_WIDTH, type TextStyle, type Weight } from './layout.ts';
import { layoutSheet, SHEET } from './sheet.ts';

/** TrueType files, whole. Only the characters that are used are embedded. */
export interface FontBytes extends Readonly<Record<Weight, Uint8Array>> {
  /** Where a character comes from that these lack; null = it is in them. They have one weight. */
  readonly rareFontOf?: (char: string) => RareFont | null;
}

/**
 * `strip`: 80 mm wide and as long as its text, as on paper from the terminal. `a4`: a sheet as an office prints and files it,
 * made smaller when there is more to say than fits.
 */
export type PdfForm = 'strip' | 'a4';

const INKS: Readonly<Record<Ink, string>> = {
  ink: '#16211D',
  soft: '#5A665F',
  jade: '#0B6250',
  money: '#A8371A',
};
const RULE = '#DAD5C8';
const WASH = '#E9F1EC';

/**
 * Draws a receipt as a PDF of one page, with its fonts embedded and its text extractable (Identity-H with ToUnicode). It is PDF/A-3b by every rule that tests/pdfa checks. The same document and
 * time give the same bytes. The file's metadata name the program and the kind of document, nobody and nothing else.
 *
 * @param madeAt epoch milliseconds, the creation date in the file
 * @throws what pdfkit throws for a broken font
 */
export async function renderPdf(
  doc: PdfDoc,
  fonts: FontBytes,
  madeAt: number,
  form: PdfForm = 'strip',
): Promise<Uint8Array> {
  const created = new Date(madeAt);
  const title = titleOf(doc);
  const pdf = new PDFDocument({
    autoFirstPage: false,
    subset: 'PDF/A-3b',
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    // No first font: it would be Helvetica, which is not ours, and one given here would be parsed a second time.
    font: '',
    info: {
      ...(title === '' ? {} : { Title: title }),
      Creator: 'shebao-kiosk',
      Producer: 'shebao-kiosk',
      // No ModDate: pdfkit writes none into the metadata, and PDF/A wants the two to agree.
      CreationDate: created,
    },
  });
  const finished = collect(pdf);
  const pen = new Pen(pdf, fonts);
  const place = form === 'a4' ? layoutSheet : layout;
  const { height, marks } = place(doc.blocks, (text, style) => pen.widthOf(text, style));
  addPage(pdf, form, height);
  for (const mark of marks) draw(pdf, pen, mark);
  pdf.end();
  return await finished;
}

/** A page on which the layout's coordinates hold. */
function addPage(pdf: PDFKit.PDFDocument, form: PdfForm, height: number): void {
  if (form === 'strip') {
    pdf.addPage({ size: [PAGE_WIDTH, height], margin: 0 });
    return;
  }
  pdf.addPage({ size: [SHEET.width, SHEET.height], margin: 0 });
  const scale = Math.min(1, SHEET.height / height);
  if (scale < 1) pdf.translate((SHEET.width * (1 - scale)) / 2, 0).scale(scale);
}

/** As the window of a reader shows it. pdfkit puts it into XML as it is, so what XML would take for markup is written full width. */
function titleOf(doc: PdfDoc): string {
  const heading = doc.blocks.find((block) => block.kind === 'title')?.text ?? '';
  return `${heading}${doc.demo ? '（演示）' : ''}`.replaceAll(/[<>&]/g, (char) => MARKUP[char] ?? '');
}

const MARKUP: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '&': '＆' };

/** Writes text, changing the font for rare characters. */
class Pen {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #rareFontOf: (char: string) => RareFont | null;
  readonly #registered = new Set<string>();

  constructor(pdf: PDFKit.PDFDocument, fonts: FontBytes) {
    this.#pdf = pdf;
    this.#rareFontOf = fonts.rareFontOf ?? (() => null);
    pdf.registerFont('regular', Buffer.from(fonts.regular));
    pdf.registerFont('bold', Buffer.from(fonts.bold));
  }

  /** Points. */
  widthOf(text: string, style: TextStyle): number {
    return fontRuns(text, this.#rareFontOf).reduce(
      (sum, run) => sum + this.#inFont(run.rare, style).widthOfString(run.text),
      0,
    );
  }

  write({ text, x, y, style }: Extract<Mark, { kind: 'text' }>): void {
    let left = x;
    for (const run of fontRuns(text, this.#rareFontOf)) {
      const pdf = this.#inFont(run.rare, style).fillColor(INKS[style.ink]);
      pdf.text(run.text, left, y, { lineBreak: false, baseline: 'alphabetic' });
      left += pdf.widthOfString(run.text);
    }
  }

  #inFont(rare: RareFont | null, { weight, size }: TextStyle): PDFKit.PDFDocument {
    if (rare !== null && !this.#registered.has(rare.name)) {
      this.#pdf.registerFont(rare.name, Buffer.from(rare.bytes));
      this.#registered.add(rare.name);
    }
    return this.#pdf.font(rare?.name ?? weight).fontSize(size);
  }
}

function draw(pdf: PDFKit.PDFDocument, pen: Pen, mark: Mark): void {
  switch (mark.kind) {
    case 'text':
      pen.write(mark);
      break;
    case 'line':
      pdf
        .moveTo(mark.x, mark.y)
        .lineTo(mark.x + mark.width, mark.y)
        .lineWidth(0.7)
        .strokeColor(RULE)
        .stroke();
      break;
    case 'box':
      pdf.roundedRect(mark.x, mark.y, mark.width, mark.height, 4).fill(WASH);
      break;
    case 'qr':
      drawQr(pdf, mark);
      break;
  }
}

/** Black on white whatever the theme, error level M: read by any phone. */
function drawQr(pdf: PDFKit.PDFDocument, mark: Extract<Mark, { kind: 'qr' }>): void {
  const { modules } = createQr(mark.data, { errorCorrectionLevel: 'M' });
  const side = mark.side / modules.size;
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) === 0) continue;
      pdf.rect(mark.x + column * side, mark.y + row * side, side, side);
    }
  }
  pdf.fill('#000000');
}

function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
