import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../base/bytes.ts';
import { VirtualClock } from '../base/clock.ts';
import { Loopback } from './loopback.ts';

const settled = () => new VirtualClock().advance(0);

describe('loopback', () => {
  it('carries bytes in a later turn, cut as wished', async () => {
    const { host, line } = new Loopback({ cut: (bytes) => [bytes.slice(0, 1), bytes.slice(1)] });
    const heard: string[] = [];
    const stop = line.onData((bytes) => heard.push(`device ${toHex(bytes)}`));
    host.onData((bytes) => heard.push(`host ${toHex(bytes)}`));
    await host.open();
    await host.write(fromHex('0102'));
    line.write(fromHex('0304'));
    expect(heard).not.toContain('host 03');
    await settled();
    expect(heard).toEqual(['device 0102', 'host 03', 'host 04']);
    stop();
    await host.write(fromHex('05'));
    await settled();
    expect(heard.length).toBe(3);
  });

  it('drops what is written while closed, or under way when it closes', async () => {
    const { host, line } = new Loopback();
    const heard: string[] = [];
    host.onData((bytes) => heard.push(toHex(bytes)));
    line.write(fromHex('01'));
    await host.open();
    line.write(fromHex('02'));
    await host.close();
    await settled();
    expect(heard).toEqual([]);
    expect(await host.write(fromHex('03'))).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
  });

  it('tells an unplug once, and cannot be opened until the replug', async () => {
    const { host, line } = new Loopback();
    const gone: string[] = [];
    host.onGone(({ code }) => gone.push(code));
    await host.open();
    await line.unplug();
    await line.close();
    expect(gone).toEqual(['GONE']);
    expect(await host.open()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    await line.replug();
    expect((await host.open()).ok).toBe(true);
  });

  it('carries garbage while its ends have different speeds', async () => {
    const { host, line } = new Loopback({ baudRate: 19_200 });
    const heard: string[] = [];
    line.onData((bytes) => heard.push(`device ${toHex(bytes)}`));
    host.onData((bytes) => heard.push(`host ${toHex(bytes)}`));
    expect(await host.setSpeed?.(9_600)).toMatchObject({ ok: false, error: { code: 'NOT_OPEN' } });
    await host.open();
    line.setSpeed?.(9_600);
    await host.write(fromHex('01020304'));
    line.write(fromHex('0102'));
    line.write(fromHex(''));
    await settled();
    expect(heard).toEqual(['device E1E2', 'host E1E2E1E2', 'host ']);
    expect((await host.setSpeed?.(9_600))?.ok).toBe(true);
    expect(host.msPerByte).toBeCloseTo(10 / 9.6, 9);
    line.write(fromHex('0102'));
    await settled();
    expect(heard.at(-1)).toBe('host 0102');
    await host.close();
    await host.open();
    expect(host.msPerByte).toBeCloseTo(10 / 19.2, 9);
  });
});
