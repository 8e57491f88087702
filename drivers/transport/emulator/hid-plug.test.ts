import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { HidPlug } from './hid-plug.ts';

const plugs = (numbered: boolean) =>
  new HidPlug({
    vendorId: 1,
    productId: 2,
    usagePage: 0xff00,
    usage: 1,
    descriptor: null,
    numbered,
    outputBytes: 3,
    featureBytes: 1,
  });

/** A fake that takes anything proves nothing about what is written to it. */
describe('an emulated HID device', () => {
  it('refuses what is not full length or not begun as the system asks', async () => {
    const device = await plugs(false).open('/dev/hidraw0');
    await expect(device.write(Buffer.from('000102', 'hex'))).rejects.toThrow('expected 4 bytes, got 3');
    await expect(device.sendFeatureReport(Buffer.from('000102', 'hex'))).rejects.toThrow('expected 2 bytes');
    await expect(device.write(Buffer.from('01020304', 'hex'))).rejects.toThrow('not numbered');
    await expect(device.write(Buffer.from('00020304', 'hex'))).resolves.toBe(4);
    await device.close();
    await expect(device.write(Buffer.from('00020304', 'hex'))).rejects.toThrow('closed');
  });

  it('hears numbered reports with their number', async () => {
    const plug = plugs(true);
    const heard = new Promise((resolve) => plug.onHostReport(resolve));
    await (await plug.open('/dev/hidraw0')).write(Buffer.from('01020304', 'hex'));
    expect(await heard).toEqual({ kind: 'output', bytes: fromHex('01020304') });
  });

  it('is not there while it is unplugged, and has another node afterwards', async () => {
    const plug = plugs(true);
    const device = await plug.open('/dev/hidraw0');
    const errors: string[] = [];
    device.on('error', ({ message }) => errors.push(message));
    await plug.unplug();
    await plug.unplug();
    expect(errors).toEqual(['could not read from HID device']);
    await expect(device.write(Buffer.from('01020304', 'hex'))).rejects.toThrow('Cannot write');
    expect(await plug.devices()).toEqual([]);
    await expect(plug.open('/dev/hidraw0')).rejects.toThrow('cannot open');
    await plug.replug();
    await plug.replug();
    expect(await plug.devices()).toMatchObject([{ path: '/dev/hidraw1' }]);
    expect(await plug.descriptor('/dev/hidraw1')).toBe(null);
    expect(await plug.explain('/dev/hidraw0', 'words')).toEqual({ code: 'NOT_FOUND', detail: 'words' });
    await device.close();
    await (await plug.open('/dev/hidraw1')).close();
    await plug.close();
  });
});
