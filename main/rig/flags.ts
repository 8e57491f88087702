import { resolve } from 'node:path';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import { nearest } from './config/nearest.ts';
import { foreignSwitch } from './foreign-switches.ts';

/** What the command line asks for. */
export interface Flags {
  /** Absolute path of kiosk.yaml; null = the demo rig. */
  readonly config: string | null;
  /** Absolute; null = the system's own place for it. */
  readonly userData: string | null;
  readonly headless: boolean;
  /** Demo rig only; 0 = any free port; null = no control interface. */
  readonly controlPort: number | null;
  readonly lang: 'zh-Hans';
}

export interface FlagProblem {
  /** As it was given, without its value. */
  readonly flag: string;
  readonly message: string;
}

export interface FlagContext {
  /** Electron's `app.isPackaged`: there is no app directory among the arguments then, and no debugger either. */
  readonly packaged?: boolean;
  /** Where relative paths start; by default where the person stood who called npm, else the working directory. */
  readonly cwd?: string;
}

interface FlagSpec {
  readonly value: string | null;
  readonly description: string;
}

/** For the parser and for docs/configuration.md. */
export const FLAGS = {
  config: { value: 'FILE', description: 'Real rig, as the file describes it. Without it: the demo rig.' },
  'user-data': { value: 'DIR', description: 'Folder of the journal, receipts and logs.' },
  headless: { value: null, description: 'No window on any display (tests, servers).' },
  'control-port': {
    value: 'N',
    description: 'Demo rig only: control interface on 127.0.0.1, port 1–65535, or 0 for any free one.',
  },
  lang: { value: 'LANG', description: 'Language of the screens at start: zh-Hans.' },
} as const satisfies Readonly<Record<string, FlagSpec>>;

type FlagName = keyof typeof FLAGS;
type Given = { readonly [Name in FlagName]?: string };

/**
 * Reads the app's own flags, `--name VALUE` or `--name=VALUE`, out of a whole command line. Every problem is told.
 *
 * @param argv `process.argv`: the program first; unpackaged, the app's directory somewhere after it
 */
export function parseFlags(
  argv: readonly string[],
  context: FlagContext = {},
): Result<Flags, readonly FlagProblem[]> {
  const { packaged = false, cwd = process.env.INIT_CWD ?? process.cwd() } = context;
  const { given, problems } = scan(argv.slice(1), packaged);
  const port = given['control-port'];
  const found = [...problems];
  if (port !== undefined && !isPort(port)) {
    found.push({ flag: '--control-port', message: 'must be a port: 1–65535, or 0 for any free one' });
  }
  if (port !== undefined && given.config !== undefined) {
    found.push({
      flag: '--control-port',
      message: 'exists on the demo rig only, not together with --config',
    });
  }
  if (given.lang !== undefined && given.lang !== 'zh-Hans') {
    found.push({ flag: '--lang', message: 'not available in this version; available: zh-Hans' });
  }
  if (found.length > 0) return err(found);
  return ok({
    config: given.config === undefined ? null : resolve(cwd, given.config),
    userData: given['user-data'] === undefined ? null : resolve(cwd, given['user-data']),
    headless: given.headless !== undefined,
    controlPort: port === undefined ? null : Number(port),
    lang: 'zh-Hans',
  });
}

/** One line per problem, for the terminal. */
export function describeFlagProblems(problems: readonly FlagProblem[]): string {
  return problems.map(({ flag, message }) => `${flag}: ${message}`).join('\n');
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function scan(
  args: readonly string[],
  packaged: boolean,
): { readonly given: Given; readonly problems: readonly FlagProblem[] } {
  const given: { [Name in FlagName]?: string } = {};
  const problems: FlagProblem[] = [];
  const rest = [...args];
  // `electron <switches> <directory> <flags>`: the one argument that is no switch.
  let places = packaged ? 0 : 1;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') continue;
    const [, name, inline] = /^--?([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) {
      if (places === 0) problems.push({ flag: arg, message: 'is not expected here' });
      places = Math.max(0, places - 1);
    } else if (isOurs(name) && arg.startsWith('--')) {
      const value = FLAGS[name].value === null ? flagOnly(inline) : takeValue(inline, rest);
      if (value === null) problems.push({ flag: `--${name}`, message: needs(name) });
      else if (given[name] !== undefined) problems.push({ flag: `--${name}`, message: 'is given twice' });
      else given[name] = value;
    } else {
      const message = judgeForeign(name, packaged, rest);
      if (message !== null) problems.push({ flag: arg.replace(/=.*$/s, ''), message });
    }
  }
  return { given, problems };
}

function isOurs(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}

/** A flag without a value is either there or not. */
function flagOnly(inline: string | undefined): string | null {
  return inline === undefined ? '' : null;
}

function takeValue(inline: string | undefined, rest: string[]): string | null {
  const next = rest[0];
  const text = inline ?? (next === undefined || next.startsWith('-') ? null : rest.shift());
  return text === undefined || text === '' ? null : text;
}

function needs(name: FlagName): string {
  const { value } = FLAGS[name];
  return value === null ? 'takes no value' : `needs a value: --${name} ${value}`;
}

/** What is wrong with a switch that is not ours; null when it may pass. */
function judgeForeign(name: string, packaged: boolean, rest: string[]): string | null {
  const entry = foreignSwitch(name);
  if (entry === null) {
    const meant = nearest(name, Object.keys(FLAGS));
    return meant === null ? 'is unknown' : `is unknown; did you mean --${meant}?`;
  }
  if (entry.takesNext === true) rest.shift();
  return packaged && entry.door === true ? 'is not allowed in the packaged app' : null;
}
