import { describe, expect, it } from 'vitest';
import { choosePackages, hasCommand, missingNeeds, openWishes, parseLdconfig, parseLdd } from './system.mjs';

const LDD = `	linux-vdso.so.1 (0x00007ffd3a5f2000)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f0c3d000000)
	libnss3.so => not found
	libasound.so.2 => not found
	libnss3.so => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0c3ce1f000)
`;
const LDCONFIG = `3 libs found in cache \`/etc/ld.so.cache'
	libusb-1.0.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libusb-1.0.so.0
	libgtk-3.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libgtk-3.so.0
	libudev.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libudev.so.1
`;

type Probe = Parameters<typeof missingNeeds>[0];
const whole: Probe = {
  electron: '/opt/electron/electron',
  ldd: async () => 'libc.so.6 => /lib/libc.so.6 (0x1)\n',
  ldconfig: async () => LDCONFIG,
  hasCommand: () => true,
  hasChineseFont: async () => true,
};
const names = (needs: Awaited<ReturnType<typeof missingNeeds>>) => needs.map(({ what }) => what);

describe('reading the loader', () => {
  it('takes from ldd what is not found, once each', () => {
    expect(parseLdd(LDD)).toEqual(['libnss3.so', 'libasound.so.2']);
    expect(parseLdd('\tnot a dynamic executable\n')).toEqual([]);
  });

  it('takes from ldconfig what is known', () => {
    expect(parseLdconfig(LDCONFIG)).toEqual(new Set(['libusb-1.0.so.0', 'libgtk-3.so.0', 'libudev.so.1']));
    expect(parseLdconfig('').size).toBe(0);
  });
});

describe('missingNeeds', () => {
  it('finds nothing on a whole machine', async () => {
    expect(await missingNeeds(whole, { purpose: 'test', virtualDisplay: true })).toEqual([]);
  });

  it('names what Electron links to and what is opened at run time only', async () => {
    const probe = {
      ...whole,
      ldd: async () => LDD,
      ldconfig: async () => '\tlibudev.so.1 (libc6) => /lib/libudev.so.1\n',
    };
    expect(names(await missingNeeds(probe, { purpose: 'run', virtualDisplay: false }))).toEqual([
      'libasound.so.2',
      'libgtk-3.so.0',
      'libnss3.so',
      'libusb-1.0.so.0',
    ]);
  });

  it('asks for every known library when there is no Electron to look at yet', async () => {
    const needs = names(
      await missingNeeds({ ...whole, electron: undefined }, { purpose: 'run', virtualDisplay: false }),
    );
    expect(needs).toContain('libX11.so.6');
    expect(needs).not.toContain('libgtk-3.so.0');
  });

  it('does not take a machine without ldconfig for one without libraries', async () => {
    const probe = { ...whole, ldconfig: async () => '' };
    expect(await missingNeeds(probe, { purpose: 'run', virtualDisplay: false })).toEqual([]);
  });

  it('wants a display server only where one will be started, and the looking glasses only for tests', async () => {
    const bare = { ...whole, hasCommand: () => false, hasChineseFont: async () => false };
    expect(names(await missingNeeds(bare, { purpose: 'run', virtualDisplay: false }))).toEqual(['udevadm']);
    expect(names(await missingNeeds(bare, { purpose: 'run', virtualDisplay: true }))).toEqual([
      'udevadm',
      'Xvfb',
      'openbox',
    ]);
    expect(names(await missingNeeds(bare, { purpose: 'test', virtualDisplay: false }))).toEqual([
      'udevadm',
      'pdftotext',
      'pdftoppm',
      'a Chinese font',
    ]);
  });
});

describe('choosePackages', () => {
  const needs = [
    { what: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
    { what: 'pdftotext', packages: ['poppler-utils'] },
    { what: 'pdftoppm', packages: ['poppler-utils'] },
  ];

  it('takes the name this release has, each package once', async () => {
    expect(await choosePackages(needs, async () => new Set(['libasound2', 'poppler-utils']))).toEqual([
      'libasound2',
      'poppler-utils',
    ]);
    expect(await choosePackages(needs, async () => new Set(['libasound2t64', 'poppler-utils']))).toEqual([
      'libasound2t64',
      'poppler-utils',
    ]);
  });

  it('falls back to the classic name when the lists are empty (no apt-get update yet)', async () => {
    expect(await choosePackages(needs, async () => new Set())).toEqual(['libasound2', 'poppler-utils']);
  });
});

describe('openWishes', () => {
  it('names what dpkg does not know or has removed', () => {
    const output = 'umockdev installed\npython3-gi installed\ngcc config-files\n';
    expect(openWishes(output)).toEqual(['gir1.2-umockdev-1.0', 'gcc', 'libc6-dev', 'softhsm2']);
    expect(openWishes('')).toHaveLength(6);
  });
});

describe('hasCommand', () => {
  it('looks along PATH', () => {
    expect(hasCommand('sh', { PATH: '/nowhere:/bin' })).toBe(true);
    expect(hasCommand('sh', { PATH: '' })).toBe(false);
    expect(hasCommand('no-such-command-here')).toBe(false);
  });
});
