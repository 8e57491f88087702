import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { HttpClient } from '../transport/http.ts';
import { makeAuthority } from '../transport/testing/certificates.ts';
import { AgencyEmulator } from './emulator/agency-server.ts';
import { demoPeople } from './emulator/people.ts';
import { HttpAgency } from './http-agency.ts';
import { loadTlsFiles } from './tls-files.ts';

const authority = makeAuthority('Agency test authority');
const kiosk = authority.issue('K0001');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-'));
  await writeFile(at('ca.pem'), `\uFEFF${authority.ca}`);
  await writeFile(at('cert.pem'), kiosk.cert);
  await writeFile(at('key.pem'), kiosk.key);
  await writeFile(at('other-key.pem'), authority.issue('K0002').key);
  await writeFile(at('text.pem'), 'not PEM');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function at(name: string): string {
  return join(folder, name);
}

describe('loadTlsFiles', () => {
  it('loads what is needed for mutual TLS, and nothing when nothing is set', async () => {
    expect(await loadTlsFiles({})).toEqual({ ok: true, value: {} });
    expect(
      await loadTlsFiles({ caFile: at('ca.pem'), certFile: at('cert.pem'), keyFile: at('key.pem') }),
    ).toEqual({
      ok: true,
      value: { ca: authority.ca, ...kiosk },
    });
  });

  it('names the file and what is wrong with it', async () => {
    const good = { caFile: at('ca.pem'), certFile: at('cert.pem'), keyFile: at('key.pem') };
    const cases: readonly [Record<string, string | undefined>, string, string][] = [
      [{ caFile: at('none.pem') }, 'caFile', 'NOT_FOUND'],
      [{ caFile: folder }, 'caFile', 'UNREADABLE'],
      [{ caFile: at('text.pem') }, 'caFile', 'NOT_PEM'],
      [{ certFile: at('key.pem') }, 'certFile', 'NOT_PEM'],
      [{ keyFile: at('cert.pem') }, 'keyFile', 'NOT_PEM'],
      [{ keyFile: at('other-key.pem') }, 'keyFile', 'KEY_MISMATCH'],
      [{ keyFile: undefined }, 'keyFile', 'INCOMPLETE'],
      [{ certFile: undefined }, 'certFile', 'INCOMPLETE'],
    ];
    for (const [changes, file, code] of cases) {
      expect(await loadTlsFiles({ ...good, ...changes }), `${file} ${code}`).toEqual({
        ok: false,
        error: { file, code },
      });
    }
  });
});

describe('mutual TLS with the agency', () => {
  it('is served with the certificate, and not without', async () => {
    const clock = new SystemClock();
    const server = await AgencyEmulator.start({
      clock,
      people: demoPeople(),
      tls: { ...authority.issue('agency'), clientCa: authority.ca },
    });
    const tls = await loadTlsFiles({
      caFile: at('ca.pem'),
      certFile: at('cert.pem'),
      keyFile: at('key.pem'),
    });
    const open = (material: object) =>
      new HttpAgency(server, { http: new HttpClient({ clock, tls: material }), clock, log: silentLog });
    const ours = open(tls.ok ? tls.value : {});
    const theirs = open({ ca: authority.ca });
    expect(server.baseUrl).toMatch(/^https:/);
    expect(await ours.bills('P0001')).toMatchObject({ kind: 'ok' });
    expect(await theirs.bills('P0001')).toEqual({ kind: 'unknown', cause: 'network' });
    await ours.close();
    await theirs.close();
    await server.close();
  });
});
