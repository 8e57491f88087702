import { describe, expect, it } from 'vitest';
import { isInstalledAsLocked, isSupportedNode } from './packages.mjs';

const wanted = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-zod' },
    'node_modules/only-on-windows': { version: '1.0.0', integrity: 'sha512-win', optional: true },
  },
};

describe('isInstalledAsLocked', () => {
  it('is content when everything is there, optional packages of other platforms aside', () => {
    const zod = wanted.packages['node_modules/zod'];
    expect(isInstalledAsLocked(wanted, { packages: { 'node_modules/zod': zod } })).toBe(true);
  });

  it.each([
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-zod' } }],
    ['the content differs', { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-other' } }],
    [
      'an optional package is there in another version',
      {
        'node_modules/zod': wanted.packages['node_modules/zod'],
        'node_modules/only-on-windows': { version: '0.9.0', integrity: 'sha512-old' },
      },
    ],
  ])('is not when %s', (_why, packages) => {
    expect(isInstalledAsLocked(wanted, { packages })).toBe(false);
  });
});

describe('isSupportedNode', () => {
  it.each([
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['22.0.0', true],
  ])('%s: %s', (version, supported) => {
    expect(isSupportedNode(version)).toBe(supported);
  });
});
