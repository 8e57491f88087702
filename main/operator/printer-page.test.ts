import { describe, expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../../drivers/base/clock.ts';
import { CLEAN } from '../../drivers/printer/escpos/status.ts';
import { printerPageSchema, STATUS_FLAGS } from '../contract/printer-tests.ts';
import { factWords } from '../contract/printer-words.ts';
import { FakeService } from './testing/fake-service.ts';
import { printerBench } from './testing/printer-bench.ts';

async function bench(service = new FakeService()) {
  const made = await printerBench(new VirtualClock(0), service);
  onTestFinished(made.close);
  const { printer, page } = made;
  return { printer, service, page, view: () => printerPageSchema.parse(page.view()) };
}

describe('the printer page', () => {
  it('says what the printer says, as it was understood and as it came', async () => {
    const { printer, service, page, view } = await bench(new FakeService('masung'));
    let changes = 0;
    page.subscribe(() => {
      changes += 1;
    });
    expect(view()).toMatchObject({
      connection: 'ready',
      readiness: 'ready',
      model: 'FAKE',
      forgotten: false,
      profile: { name: 'masung', proof: 'gs-r', extra: 'masung-exit' },
      status: null,
      raw: null,
      slipsLeft: null,
    });
    service.status = { ...CLEAN, offline: true, paperOut: true };
    service.raw = { realTime: [0x1a, 0x32, 0x12, 0x7e], maker: [4] };
    printer.block('paper-out');
    expect(changes).toBe(1);
    expect(view()).toMatchObject({
      readiness: 'blocked:paper-out',
      status: ['offline', 'paperOut'],
      raw: { realTime: [0x1a, 0x32, 0x12, 0x7e], maker: [4] },
    });
    service.raw = { realTime: [0x12, 0x12, 0x12, 0x12], maker: null };
    expect(view().raw?.maker).toBeNull();
    // Whatever a status can say has its place here.
    expect([...STATUS_FLAGS].sort()).toEqual(Object.keys(CLEAN).sort());
  });

  it('estimates what a roll near its end still gives', async () => {
    const { service, page, view } = await bench();
    service.roll = { isLow: true, slips: 18, of: 20 };
    expect(view().slipsLeft).toBe(2);
    service.roll = { isLow: true, slips: 25, of: 20 };
    expect(view().slipsLeft).toBe(0);
    page.newRoll();
    expect(view().slipsLeft).toBe(20);
  });

  it('shows the facts of any profile that kiosk.yaml can name', async () => {
    const { page, view } = await bench();
    expect(view().shown.name).toBe('generic-80');
    expect(view().profiles.map(({ name }) => name)).not.toContain('demo-80');
    expect(page.show('vkp80')).toBe(true);
    const { facts } = view().shown;
    expect(facts.find(({ field }) => field === 'cut.command')).toMatchObject({
      value: 'esc-i',
      confirmed: true,
    });
    expect(facts.find(({ field }) => field === 'qr.command')).toMatchObject({
      value: 'raster',
      confirmed: false,
    });
    expect(page.show('demo-80')).toBe(false);
    expect(view().shown.name).toBe('vkp80');
  });

  it('has the demo printer’s own profile where that is the one that is fitted', async () => {
    const { view } = await bench(new FakeService('demo-80'));
    expect(view().profiles[0]).toMatchObject({ name: 'demo-80', proof: 'process-id' });
  });
});

describe('the facts of all profiles', () => {
  it('have words, whatever their values', async () => {
    const { page, view } = await bench();
    for (const { name } of view().profiles) {
      page.show(name);
      const { facts } = view().shown;
      expect(facts, name).toHaveLength(16);
      for (const { field, value } of facts) {
        const [label, words] = factWords(field, value);
        expect(label, field).not.toBe(field);
        if (Number.isNaN(Number(value))) expect(words, `${name} ${field}`).not.toBe(value);
      }
    }
  });
});
