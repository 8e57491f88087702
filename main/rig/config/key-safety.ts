import { stat } from 'node:fs/promises';
import type { Role } from './key-roles.ts';
import { type ConfigProblem, type KeyPath, problem } from './problem.ts';

/** A file with a secret in it, and what it is used for. */
export interface SecretUse {
  readonly path: KeyPath;
  readonly role: Role;
  /** Absolute path. */
  readonly file: string;
  /** Address of the server that the secret is for, as it stands in the configuration; undefined = the default one. */
  readonly server: unknown;
  /** `payment.acceptKeyFiles`. */
  readonly isRiskAccepted: boolean;
}

const NAMES: Readonly<Partial<Record<Role, string>>> = {
  'rsa-private': 'private key',
  'hmac-key': 'key',
  'tls-private': 'private key',
  token: 'token',
  pin: 'PIN',
};

/** What these sign moves money. */
const SIGNS: readonly Role[] = ['rsa-private', 'hmac-key'];

const OTHERS = 0o077;
const EVERYBODY = 0o004;

/**
 * Who else could use the secret. For a server on this very machine, which is a test bench's, there is nobody to keep it from;
 * only a PIN opens something that outlives the bench. A key that signs for a production server should not be a file at all:
 * a kiosk can be carried away. Where it must be one, its owner alone may read it, and the operator has to have said so.
 */
export async function safetyProblems(use: SecretUse): Promise<readonly ConfigProblem[]> {
  const { path, role, file, server, isRiskAccepted } = use;
  const name = NAMES[role];
  if (name === undefined || (role !== 'pin' && isLocal(server))) return [];
  const signs = SIGNS.includes(role);
  const mode = await accessMode(file);
  const problems: ConfigProblem[] = [];
  if ((mode & (signs || role === 'pin' ? OTHERS : EVERYBODY)) !== 0) {
    const who = (mode & EVERYBODY) === 0 ? 'others than its owner' : 'every user of this machine';
    problems.push(problem(path, `a ${name} that ${who} can read`, 'chmod 600'));
  }
  if (signs && !isRiskAccepted) {
    const risk = 'payment.acceptKeyFiles: true, if the operator accepts the risk';
    problems.push(
      role === 'hmac-key'
        ? problem(path, 'a file that a production server’s key could be stolen with', risk)
        : problem(
            path,
            'a file that a production server’s key could be stolen with',
            `a key on a token, ${path.slice(0, -1).join('.')}.${String(path.at(-1)).replace(/File$/, '')}; or ${risk}`,
          ),
    );
  }
  return problems;
}

/** POSIX only: Windows says nothing about it in the mode. */
async function accessMode(file: string): Promise<number> {
  /* v8 ignore next -- Windows */
  if (process.platform === 'win32') return 0;
  return (await stat(file)).mode;
}

function isLocal(baseUrl: unknown): boolean {
  return typeof baseUrl === 'string' && URL.canParse(baseUrl) && new URL(baseUrl).hostname === '127.0.0.1';
}
