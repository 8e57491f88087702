import { z } from 'zod';
import { err, ok, type Result } from '../base/result.ts';
import demo80 from './profiles/demo-80.json' with { type: 'json' };
import generic58 from './profiles/generic-58.json' with { type: 'json' };
import generic80 from './profiles/generic-80.json' with { type: 'json' };

/** Every group says where its values come from, so that the next reader can check them against the same page. */
const source = z.string().min(1);

const profileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** What the technician reads until the printer names itself. */
  model: z.string().min(1),
  paper: z.strictObject({
    widthMm: z.number().positive(),
    /** Printable dots across. */
    dots: z.int().positive().multipleOf(8),
    /** ASCII characters of font A across; a Chinese character takes two. */
    columns: z.int().positive().multipleOf(2),
    source,
  }),
  text: z.strictObject({
    /** Which characters the printer's font holds: those with a two-byte code in GB 18030, besides ASCII. */
    charset: z.literal('gb18030-two-byte'),
    linePitchDots: z.int().min(24).max(255),
    source,
  }),
  qr: z.strictObject({
    /** `gs-k`: the printer draws the symbol (GS ( k). `raster`: we draw it and send an image (GS v 0). */
    command: z.enum(['gs-k', 'raster']),
    /** Side of a module in dots, at most; made smaller when the symbol would not fit across the paper. */
    moduleDots: z.int().min(3).max(8),
    source,
  }),
  cut: z.strictObject({
    /** `gs-v-66`: the printer feeds to its cutter. `esc-i` (full), `esc-m` (partial): it cuts where it stands. */
    command: z.enum(['gs-v-66', 'esc-i', 'esc-m']),
    headToCutterMm: z.number().min(0).max(60),
    /** Blank paper below the last line, dots. */
    marginDots: z.int().min(0).max(255),
    source,
  }),
  proof: z.strictObject({
    /** `process-id`: GS ( H, evidence A. `gs-r`: in-order GS r 1, evidence B. `none`: time only, evidence C. */
    kind: z.enum(['process-id', 'gs-r', 'none']),
    source,
  }),
  status: z.strictObject({ table: z.literal('standard'), source }),
  clear: z.strictObject({
    /** How the buffers are emptied after a failed job: at once (DLE DC4 8), or only after a recoverable error (DLE ENQ 2). */
    command: z.enum(['dle-dc4-8', 'dle-enq-2']),
    source,
  }),
  identify: z.strictObject({ command: z.enum(['gs-i', 'none']), source }),
  timing: z.strictObject({
    mmPerSecond: z.number().positive(),
    cutMs: z.int().min(0),
    /** No job is given up earlier, milliseconds. */
    minBudgetMs: z.int().positive(),
    /** How long what is left of a failed job may take to come out, milliseconds. */
    maxDrainMs: z.int().positive(),
    source,
  }),
});

/** What one model of printer can do and how it is told. Data, so that a new model is a file and not a code path. */
export type PrinterProfile = z.infer<typeof profileSchema>;

/** Checked when this module is loaded: a profile with a mistake in it is a bug of the build, not of a kiosk. */
const PROFILES: ReadonlyMap<string, PrinterProfile> = new Map(
  [generic80, generic58, demo80].map((data) => {
    const profile = profileSchema.parse(data);
    return [profile.name, profile];
  }),
);

export const PROFILE_NAMES: readonly string[] = [...PROFILES.keys()];

export interface ProfileOptions {
  /** This unit answers GS ( H (install wizard's probe, or `printer.options.processId` by hand): proof A. */
  readonly processId?: boolean;
}

export interface UnknownProfile {
  readonly code: 'UNKNOWN_PROFILE';
  readonly accepted: readonly string[];
}

export function findProfile(
  name: string,
  options: ProfileOptions = {},
): Result<PrinterProfile, UnknownProfile> {
  const profile = PROFILES.get(name);
  if (profile === undefined) return err({ code: 'UNKNOWN_PROFILE', accepted: PROFILE_NAMES });
  if (options.processId !== true) return ok(profile);
  return ok({
    ...profile,
    proof: { kind: 'process-id', source: 'this unit answered GS ( H when it was installed' },
  });
}
