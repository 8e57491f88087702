import { z } from 'zod';

/** What one model of printer can do and how it is told, by subject. Lengths in dots are at 203 dpi. */
export const GROUPS = {
  paper: z.strictObject({
    widthMm: z.number().positive(),
    /** Printable dots across. */
    dots: z.int().positive().multipleOf(8),
    /** ASCII characters of font A across; a Chinese character takes two. */
    columns: z.int().positive().multipleOf(2),
    /** Slips that may still be printed after the roll was first seen near its end. */
    nearEndSlips: z.int().min(1).max(200),
  }),
  text: z.strictObject({
    /** Which characters the printer's font holds: those with a two-byte code in GB 18030, besides ASCII. */
    charset: z.literal('gb18030-two-byte'),
    linePitchDots: z.int().min(24).max(255),
    /** Double size: GS ! with FS !, or for boards older than GS ! ESC ! with FS !. Always both scripts. */
    size: z.enum(['gs-and-fs', 'esc-and-fs']),
    /** ESC E n or ESC G n. */
    bold: z.enum(['esc-e', 'esc-g']),
  }),
  qr: z.strictObject({
    /** `gs-k`: the printer draws the symbol (GS ( k). `raster`: we draw it and send it as an image. */
    command: z.enum(['gs-k', 'raster']),
    /** Side of a module in dots, at most; made smaller when the symbol would not fit across the paper. */
    moduleDots: z.int().min(3).max(8),
  }),
  image: z.strictObject({
    /** GS v 0, or GS ( L functions 112 and 50. */
    command: z.enum(['gs-v-0', 'gs-l']),
    /** Of one command; a taller image goes in bands. */
    maxRows: z.int().min(24).max(255),
  }),
  cut: z.strictObject({
    /**
     * `gs-v-65` (full), `gs-v-66` (partial): the printer feeds to its cutter. `esc-i` (full), `esc-m` (partial): it cuts
     * where it stands. A presenter must have the slip cut through, because it cannot draw back what is joined to the roll;
     * without one a bridge of paper holds the slip at the exit, so that it does not fall into the cabinet.
     */
    command: z.enum(['gs-v-65', 'gs-v-66', 'esc-i', 'esc-m']),
    headToCutterMm: z.number().min(0).max(60),
    /** Blank paper below the last line, dots. */
    marginDots: z.int().min(0).max(255),
  }),
  presenter: z.strictObject({
    /** What hands the cut slip out: `none` = it does so by itself, or has no presenter; `gs-e` = GS e 3 1. */
    present: z.enum(['none', 'gs-e']),
    /** What takes a forgotten slip back in: GS e 2, or nothing. */
    retract: z.enum(['none', 'gs-e']),
    beepAfterMs: z.int().min(1_000),
    retractAfterMs: z.int().min(1_000),
  }),
  proof: z.strictObject({
    /** `process-id`: GS ( H, evidence A. `gs-r`: in-order GS r 1, evidence B. `none`: time only, evidence C. */
    kind: z.enum(['process-id', 'gs-r', 'none']),
  }),
  status: z.strictObject({
    /** DLE EOT 1 to 4. */
    realTime: z.literal('dle-eot'),
    /** What bit 2 of DLE EOT 3 says. */
    errorBit2: z.enum(['jam', 'black-mark']),
    /** Bit 6 of DLE EOT 4 without bit 5: paper waits in the presenter. */
    presenterBit: z.boolean(),
    /** A maker's own question on top: `masung-exit` = DLE EOT 5, one byte; `custom-full` = DLE EOT 20, 10 0F and four. */
    extra: z.enum(['none', 'masung-exit', 'custom-full']),
    /** `gs-a`: it tells changes by itself when asked to (GS a). */
    automatic: z.enum(['none', 'gs-a']),
  }),
  clear: z.strictObject({
    /**
     * How the buffers are emptied after a failed job: at once (DLE DC4 8), only after a recoverable error (DLE ENQ 2), or
     * not at all.
     */
    command: z.enum(['dle-dc4-8', 'dle-enq-2', 'none']),
  }),
  identify: z.strictObject({ command: z.enum(['gs-i', 'none']) }),
  /** The serial line as it leaves the factory; what kiosk.yaml says counts. */
  line: z.strictObject({
    baudRate: z.int().positive(),
    parity: z.enum(['none', 'even', 'odd']),
    flow: z.enum(['none', 'rtscts']),
    /** False where data from the printer may contain 11h or 13h: software flow control would swallow them. */
    xonXoff: z.boolean(),
    bufferBytes: z.int().positive(),
  }),
  timing: z.strictObject({
    mmPerSecond: z.number().positive(),
    cutMs: z.int().min(0),
    /** No job is given up earlier, milliseconds. */
    minBudgetMs: z.int().positive(),
    /** How long what is left of a failed job may take to come out, milliseconds. */
    maxDrainMs: z.int().positive(),
  }),
} as const;

export type GroupName = keyof typeof GROUPS;

const NAME = z.string().regex(/^[a-z0-9-]+$/);
/** What the technician reads until the printer names itself. */
const MODEL = z.string().min(1);
/** `group.field` → where its value comes from, in words that lead to the page. */
const NOTES = z.record(z.string(), z.string().min(1));

/** A model with all its values. */
export const PROFILE = z.strictObject({ name: NAME, model: MODEL, ...GROUPS });

/** A file: the values that differ from the profile it extends, each with its source or with why it is unconfirmed. */
export const PROFILE_FILE = z.strictObject({
  name: NAME,
  extends: NAME.optional(),
  model: MODEL,
  ...partly(GROUPS),
  sources: NOTES,
  unconfirmed: NOTES,
});

function partly(groups: typeof GROUPS) {
  const { paper, text, qr, image, cut, presenter, proof, status, clear, identify, line, timing } = groups;
  return {
    paper: paper.partial().optional(),
    text: text.partial().optional(),
    qr: qr.partial().optional(),
    image: image.partial().optional(),
    cut: cut.partial().optional(),
    presenter: presenter.partial().optional(),
    proof: proof.partial().optional(),
    status: status.partial().optional(),
    clear: clear.partial().optional(),
    identify: identify.partial().optional(),
    line: line.partial().optional(),
    timing: timing.partial().optional(),
  };
}
