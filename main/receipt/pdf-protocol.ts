import type { DrawnGlyphs } from '../../drivers/printer/glyphs.ts';
import type { Weight } from './pdf/layout.ts';
import type { PdfForm } from './pdf/render.ts';
import type { PdfDoc } from './receipt-doc.ts';

/** What is said between PdfMaker and its worker thread: one job, one answer. Plain data. */

/** Paths of TrueType files; handed over when the thread starts, read once by it. */
export interface FontFiles extends Readonly<Record<Weight, string>> {
  /** A folder of fonts for characters that those lack (glyphs/rare-fonts.ts); read when there is one. */
  readonly rare: string;
}

export type PaperJob =
  | {
      readonly kind: 'pdf';
      readonly doc: PdfDoc;
      readonly form: PdfForm;
      /** Epoch milliseconds. */
      readonly madeAt: number;
    }
  | { readonly kind: 'glyphs'; readonly chars: readonly string[] };

/** What each job makes. */
export interface Made {
  readonly pdf: {
    readonly bytes: Uint8Array;
    /** Different characters that no font of ours holds. */
    readonly missing: number;
  };
  readonly glyphs: DrawnGlyphs;
}

/** `detail` is an error's code or class, never its message: that could quote the text being drawn. */
export type PaperAnswer<Kind extends PaperJob['kind'] = PaperJob['kind']> =
  | { readonly ok: true; readonly made: Made[Kind] }
  | { readonly ok: false; readonly detail: string };

export function errorDetail(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : error.name;
}
