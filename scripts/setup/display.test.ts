import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayAddress, realDisplay } from './display.mjs';

describe('displayAddress', () => {
  it.each([
    [':0', { path: '/tmp/.X11-unix/X0' }],
    [':12.0', { path: '/tmp/.X11-unix/X12' }],
    ['unix:3', { path: '/tmp/.X11-unix/X3' }],
    ['localhost:10.0', { host: 'localhost', port: 6010 }],
    ['', undefined],
    ['nonsense', undefined],
  ])('%s', (name, address) => {
    expect(displayAddress(name)).toEqual(address);
  });
});

describe.runIf(process.platform === 'linux')('realDisplay', () => {
  it('is none when nothing answers', async () => {
    expect(await realDisplay({ DISPLAY: 'unix:60123' })).toBeUndefined();
    expect(await realDisplay({ DISPLAY: 'nonsense' })).toBeUndefined();
    expect(await realDisplay({})).toBeUndefined();
    expect(await realDisplay({ WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/nowhere' })).toBeUndefined();
  });

  it('tells Electron about Wayland when only that answers', async () => {
    const runtime = mkdtempSync(join(tmpdir(), 'kiosk-wayland-'));
    const server = createServer();
    await new Promise<void>((listening) => server.listen(join(runtime, 'wayland-7'), listening));
    const display = await realDisplay({ WAYLAND_DISPLAY: 'wayland-7', XDG_RUNTIME_DIR: runtime });
    server.close();
    rmSync(runtime, { recursive: true, force: true });
    expect(display?.virtual).toBe(false);
    expect(display?.electronArgs).toEqual(['--ozone-platform=wayland']);
  });
});
