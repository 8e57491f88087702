import { describe, expect, it } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { DEMO_REGION } from '../emulator/demo-region.ts';
import { EmulatedPsam } from '../emulator/psam.ts';
import type { CardExchange } from '../port.ts';
import { CardReader } from '../reader.ts';
import { nibbleRig } from '../testing/nibble-rig.ts';
import { pull, within } from '../testing/reader-rig.ts';
import { PsamAuth } from './psam-auth.ts';

/** As it would be fitted: a nibble reader with a security module behind its second slot, everything over the wire. */
async function fitted(sam?: EmulatedPsam) {
  const { clock, emulator, protocol, transport } = nibbleRig(sam === undefined ? {} : { device: { sam } });
  const { module, card } = DEMO_REGION;
  const auth = new PsamAuth({ module: protocol.sam, keys: { module, card }, clock });
  const reader = new CardReader({ protocol, transport, clock, log: silentLog, auth });
  await pull(emulator, 'card-insert', { card: 'v3-psam' });
  reader.start();
  await clock.advance(2_000);
  expect(reader.state()).toMatchObject({ connection: 'ready', cardPresent: true });
  return { clock, emulator, reader };
}

const MODULE = new Map([[DEMO_REGION.module, DEMO_REGION.issuerKey]]);

describe('a reader with a security module', () => {
  it('reads a third-generation card, and shows how', async () => {
    const { clock, reader } = await fitted(new EmulatedPsam({ keys: MODULE }));
    const told: CardExchange[] = [];
    const result = await within(
      clock,
      reader.readIdentity((exchange) => told.push(exchange)),
    );
    expect(result).toMatchObject({ ok: true, value: { outcome: 'complete', name: '黄三代' } });
    expect(told.filter(({ step }) => step === 'authenticate')).not.toEqual([]);
    await reader.close();
  });

  it('lets the card’s own PIN be checked afterwards', async () => {
    const { clock, reader } = await fitted(new EmulatedPsam({ keys: MODULE }));
    await within(clock, reader.readIdentity());
    expect(await within(clock, reader.verifyPin('123456'))).toEqual({
      ok: true,
      value: { outcome: 'right' },
    });
    await reader.close();
  });

  it('reads what anybody may when the module is not there', async () => {
    const { clock, reader } = await fitted();
    expect(await within(clock, reader.readIdentity())).toMatchObject({
      ok: true,
      value: { outcome: 'NEEDS_SAM' },
    });
    await reader.close();
  });

  it('says CARD_REMOVED when the card is pulled before any of its commands, and forgets all', async () => {
    let complete = false;
    let pulled = 0;
    for (let apdus = 0; !complete; apdus++) {
      const { clock, emulator, reader } = await fitted(new EmulatedPsam({ keys: MODULE }));
      await pull(emulator, 'card-pull-after', { apdus });
      const result = await within(clock, reader.readIdentity());
      complete = result.ok;
      if (!complete) {
        expect(result).toEqual({ ok: false, error: { code: 'CARD_REMOVED' } });
        pulled++;
      }
      await reader.close();
    }
    expect(pulled).toBeGreaterThan(15);
  });
});
