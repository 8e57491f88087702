/** The signer on a real PKCS#11 module: SoftHSM, where it is installed (Debian: softhsm2). Skipped, and said so, elsewhere. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, randomBytes, verify } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TokenSigner } from './token-signer.ts';

const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/libsofthsm2.so'].find((file) =>
  existsSync(file),
);

describe.runIf(MODULE !== undefined)('on SoftHSM', () => {
  let folder = '';
  let publicKey: KeyObject;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'softhsm-'));
    mkdirSync(join(folder, 'tokens'));
    const configuration = join(folder, 'softhsm2.conf');
    writeFileSync(
      configuration,
      `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    // Read by the module when it is initialised, and by the tool.
    process.env.SOFTHSM2_CONF = configuration;
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    publicKey = pair.publicKey;
    const pem = join(folder, 'key.pem');
    writeFileSync(pem, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const tool = (...args: string[]) => execFileSync('softhsm2-util', args, { stdio: 'pipe' });
    tool('--init-token', '--free', '--label', 'kiosk', '--pin', '1234', '--so-pin', '5678');
    tool('--import', pem, '--token', 'kiosk', '--label', 'mch', '--id', '01', '--pin', '1234');
  });

  afterAll(() => {
    delete process.env.SOFTHSM2_CONF;
    rmSync(folder, { recursive: true, force: true });
  });

  const signer = (pin: string, key = 'mch') =>
    new TokenSigner({ module: MODULE ?? '', token: 'kiosk', key, pin });

  it('makes signatures that the public key confirms', async () => {
    const token = signer('1234');
    for (const message of [Uint8Array.of(0), new TextEncoder().encode('扫码缴费'), randomBytes(5_000)]) {
      const signed = await token.sign(message);
      if (!signed.ok) throw new Error(signed.error.detail);
      expect(verify('sha256', message, publicKey, signed.value)).toBe(true);
    }
  });

  it('says which label is not there', async () => {
    expect(await signer('1234', 'nobody').sign(new Uint8Array(1))).toMatchObject({
      error: { detail: 'there is no private key nobody' },
    });
  });
});
