import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { type DeviceId, type DeviceView, deviceSchema } from '../contract/operator.ts';
import { DeviceHealth } from './device-health.ts';

const WIRE = { protocol: 'p', wire: 'w' };

function bench() {
  const clock = new VirtualClock();
  const health = new DeviceHealth(clock, {
    'card-reader': WIRE,
    'code-scanner': null,
    printer: WIRE,
    wechat: WIRE,
    agency: WIRE,
  });
  let changes = 0;
  health.subscribe(() => {
    changes += 1;
  });
  const view = (id: DeviceId): DeviceView => {
    const found = health.list().find((device) => device.id === id);
    return deviceSchema.parse(found);
  };
  return { clock, health, view, changes: () => changes };
}

describe('the health of devices', () => {
  it('begins with what is fitted', () => {
    const { health } = bench();
    expect(health.list().map(({ id, connection }) => [id, connection])).toEqual([
      ['card-reader', 'connecting'],
      ['code-scanner', 'absent'],
      ['printer', 'connecting'],
      ['wechat', 'unasked'],
      ['agency', 'unasked'],
    ]);
  });

  it('knows since when a device is there or away, and by which name it went', async () => {
    const { clock, health, view, changes } = bench();
    const start = clock.now();
    health.ready('card-reader', { model: 'A', firmware: '1' });
    await clock.advance(1_000);
    health.gone('card-reader', 'GONE');
    await clock.advance(1_000);
    health.gone('card-reader', 'NOT_FOUND');
    expect(view('card-reader')).toMatchObject({
      connection: 'gone',
      since: start + 1_000,
      model: 'A',
      firmware: '1',
      lastError: { code: 'NOT_FOUND', detail: '', at: start + 2_000 },
      lastSuccess: { what: 'connected', at: start },
      replaced: null,
    });
    expect(changes()).toBe(3);
  });

  it.each([
    ['model', { model: 'B', firmware: '1' }],
    ['firmware', { model: 'A', firmware: '2' }],
  ])('says that another %s has come in place of the one before', async (_, other) => {
    const { clock, health, view } = bench();
    health.ready('card-reader', { model: 'A', firmware: '1' });
    health.gone('card-reader', 'GONE');
    await clock.advance(5_000);
    health.ready('card-reader', other);
    const replaced = { model: 'A', firmware: '1', at: clock.now() };
    expect(view('card-reader')).toMatchObject({ ...other, connection: 'ready', replaced });
    // Coming back once more as itself, it stays the newer one.
    health.ready('card-reader', other);
    expect(view('card-reader').replaced).toEqual(replaced);
  });

  it('does not take the same one for another', () => {
    const { health, view } = bench();
    health.ready('card-reader', { model: 'A', firmware: '1' });
    health.ready('card-reader', { model: 'A', firmware: '1' });
    expect(view('card-reader').replaced).toBeNull();
  });

  it('keeps the last error and the last success side by side', async () => {
    const { clock, health, view } = bench();
    health.failed('card-reader', 'CARD_MUTE', 'FE');
    await clock.advance(1);
    health.succeeded('card-reader', 'card-read');
    expect(view('card-reader')).toMatchObject({
      lastError: { code: 'CARD_MUTE', detail: 'FE' },
      lastSuccess: { what: 'card-read', at: clock.now() },
    });
  });

  it('notes why a printer cannot print once, not with every look', async () => {
    const { clock, health, view } = bench();
    const first = clock.now();
    health.printerSays('blocked:paper-out');
    await clock.advance(1_000);
    health.printerSays('blocked:paper-out');
    expect(view('printer')).toMatchObject({
      readiness: 'blocked:paper-out',
      lastError: { code: 'paper-out', at: first },
    });
    health.printerSays('ready');
    expect(view('printer')).toMatchObject({ readiness: 'ready', lastError: { code: 'paper-out' } });
  });

  it('has nothing to say of a wallet that is not configured', () => {
    const { health, changes } = bench();
    health.answered('alipay');
    expect(health.list().map(({ id }) => id)).not.toContain('alipay');
    expect(changes()).toBe(0);
  });
});
