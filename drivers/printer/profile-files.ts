import type { z } from 'zod';
import { GROUPS, type GroupName, PROFILE, PROFILE_FILE } from './profile-schema.ts';

/** What one model of printer can do and how it is told. Data, so that a new model is a file and not a code path. */
export type PrinterProfile = z.infer<typeof PROFILE>;
export type ProfileFile = z.infer<typeof PROFILE_FILE>;

/** One value of a profile and how well it is known. */
export interface ProfileFact {
  /** `group.field`. */
  readonly field: string;
  readonly value: string | number | boolean;
  readonly source: string;
  /** By a document about this very model (or family); what is taken over from another profile never is. */
  readonly confirmed: boolean;
  /** The profile whose file says it. */
  readonly from: string;
}

export interface LoadedProfile {
  readonly profile: PrinterProfile;
  readonly facts: readonly ProfileFact[];
}

const GROUP_NAMES = Object.keys(GROUPS) as readonly GroupName[];

/**
 * Reads profile files. A file may extend one that stands before it, and then says only what differs.
 *
 * Throws for any mistake: an unknown field, a value that is missing, out of its bounds, or without a source. That is a
 * bug of the build, not of a kiosk.
 */
export function loadProfiles(files: readonly unknown[]): ReadonlyMap<string, LoadedProfile> {
  const loaded = new Map<string, LoadedProfile>();
  for (const data of files) {
    const file = PROFILE_FILE.parse(data);
    if (loaded.has(file.name)) throw new Error(`profile ${file.name} is there twice`);
    loaded.set(file.name, complete(file, baseOf(file, loaded)));
  }
  return loaded;
}

function baseOf(file: ProfileFile, loaded: ReadonlyMap<string, LoadedProfile>): LoadedProfile | null {
  if (file.extends === undefined) return null;
  const base = loaded.get(file.extends);
  if (base === undefined) throw new Error(`profile ${file.name} extends ${file.extends}, which is not there`);
  return base;
}

function complete(file: ProfileFile, base: LoadedProfile | null): LoadedProfile {
  const own = ownFacts(file);
  const inherited = (base?.facts ?? []).filter(({ field }) => !own.some((fact) => fact.field === field));
  const groups = GROUP_NAMES.map((name) => [name, { ...base?.profile[name], ...file[name] }]);
  return {
    profile: PROFILE.parse({ name: file.name, model: file.model, ...Object.fromEntries(groups) }),
    facts: [...own, ...inherited.map((fact) => ({ ...fact, confirmed: false }))],
  };
}

/** Every value that a file states has exactly one note, and every note a value. */
function ownFacts(file: ProfileFile): readonly ProfileFact[] {
  const { name, sources, unconfirmed } = file;
  const stated = GROUP_NAMES.flatMap((group) =>
    Object.entries(file[group] ?? {}).map(([field, value]) => [`${group}.${field}`, value] as const),
  );
  const idle = Object.keys({ ...sources, ...unconfirmed }).filter(
    (note) => !stated.some(([field]) => field === note),
  );
  if (idle.length > 0) throw new Error(`profile ${name} has notes without a value: ${idle.join(', ')}`);
  return stated.map(([field, value]) => {
    const source = sources[field] ?? unconfirmed[field];
    if (source === undefined || (field in sources && field in unconfirmed))
      throw new Error(`profile ${name}: ${field} must have one source, or one reason to be unconfirmed`);
    return { field, value, source, confirmed: field in sources, from: name };
  });
}
