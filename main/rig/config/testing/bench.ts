import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../../../../drivers/transport/testing/certificates.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const authority = makeAuthority('agency');

/** Text of good key files, made at run time. */
export const PEM = {
  rsaPrivate: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  rsaPublic: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  rsaPublicPkcs1: rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  otherRsaPublic: otherRsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ca: authority.ca,
  client: authority.issue('K0001'),
  otherClient: authority.issue('K0002'),
};

/** A folder with a configuration and its key files in it. */
export interface Bench {
  readonly folder: string;
  write(name: string, text: string, mode?: number): void;
  config(text: string): string;
  remove(): void;
}

/** @param keys file names under `keys/` and their text; private ones are for the owner only */
export function openBench(keys: Readonly<Record<string, string>>): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  mkdirSync(join(folder, 'keys'));
  for (const [name, text] of Object.entries(keys)) write(`keys/${name}`, text);
  return {
    folder,
    write,
    config: (text) => {
      write('kiosk.yaml', text);
      return join(folder, 'kiosk.yaml');
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
