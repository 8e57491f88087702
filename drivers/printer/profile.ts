import { err, ok, type Result } from '../base/result.ts';
import { loadProfiles, type PrinterProfile, type ProfileFact } from './profile-files.ts';
import cashino from './profiles/cashino.json' with { type: 'json' };
import citizen from './profiles/citizen.json' with { type: 'json' };
import demo80 from './profiles/demo-80.json' with { type: 'json' };
import dumbClone from './profiles/dumb-clone.json' with { type: 'json' };
import epsonTm from './profiles/epson-tm.json' with { type: 'json' };
import generic58 from './profiles/generic-58.json' with { type: 'json' };
import generic80 from './profiles/generic-80.json' with { type: 'json' };
import masung from './profiles/masung.json' with { type: 'json' };
import snbc from './profiles/snbc.json' with { type: 'json' };
import vkp80 from './profiles/vkp80.json' with { type: 'json' };

export type { PrinterProfile } from './profile-files.ts';

/** Checked when this module is loaded. A profile stands behind the one that it extends. */
const PROFILES = loadProfiles([
  generic80,
  generic58,
  epsonTm,
  masung,
  snbc,
  vkp80,
  cashino,
  citizen,
  dumbClone,
  demo80,
]);

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
  const found = PROFILES.get(name);
  if (found === undefined) return err({ code: 'UNKNOWN_PROFILE', accepted: PROFILE_NAMES });
  if (options.processId !== true) return ok(found.profile);
  return ok({ ...found.profile, proof: { kind: 'process-id' } });
}

/** Every value of a profile with its source; for the documentation and the technician. Empty for an unknown name. */
export function profileFacts(name: string): readonly ProfileFact[] {
  return PROFILES.get(name)?.facts ?? [];
}
