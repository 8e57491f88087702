import { afterEach, describe, expect, it } from 'vitest';
import { textOf } from './emulator/paper.ts';
import { encodeSlip } from './escpos/encode-slip.ts';
import { SAMPLE_SLIP } from './fixtures/sample-slip.ts';
import { profileOf, VirtualRig } from './testing/rig.ts';

let rig: VirtualRig;

afterEach(async () => {
  await rig.settle(rig.close());
});

/** A line of 1000 baud: a slip takes ten seconds to send, longer than the printer takes to boot. */
const slow = (profile: string): VirtualRig =>
  new VirtualRig({ profile, wrap: (transport) => ({ ...transport, msPerByte: 10 }) });

describe('a hole in the answers', () => {
  it.each(['generic-80', 'demo-80'])(
    'on %s, off and on again while a slip is sent: the end comes out and is answered for, and proves nothing',
    async (profile) => {
      rig = slow(profile);
      await rig.started();
      const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
      await rig.clock.advance(1_500);
      await rig.pull('printer-power-cycle');
      expect(await rig.settle(job, 120_000)).toMatchObject({ state: 'UNCERTAIN' });
      // The end has been printed and cut: whoever looks at the end of the paper alone would call it done.
      const lines = encodeSlip(SAMPLE_SLIP, profileOf(profile)).textLines.filter((line) => line !== '');
      const paper = rig.emulator.paper.slips.map(textOf).join('\n');
      expect(paper).toContain(lines.at(-1));
      expect(lines.filter((line) => !paper.includes(line)).length).toBeGreaterThan(2);
    },
  );

  it('keeps even the least proof from a printer that has none better', async () => {
    rig = slow('dumb-clone');
    await rig.started();
    const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
    await rig.clock.advance(1_500);
    await rig.pull('printer-power-cycle');
    expect(await rig.settle(job, 180_000)).toMatchObject({ state: 'UNCERTAIN' });
  });

  it('is none when the answer comes a little later than the proof', async () => {
    const held: (() => void)[] = [];
    let isHolding = false;
    rig = new VirtualRig({
      wrap: (transport) => ({
        ...transport,
        msPerByte: 1,
        onData: (listener) =>
          transport.onData((bytes) => {
            if (!isHolding || bytes[0] === 0x37) return listener(bytes);
            held.push(() => listener(bytes));
          }),
      }),
    });
    await rig.started();
    const job = rig.printer.print({ jobId: 'a', slip: SAMPLE_SLIP });
    await rig.clock.advance(300);
    isHolding = true;
    while (rig.emulator.paper.slips.length === 0) await rig.clock.advance(50);
    await rig.clock.advance(500);
    isHolding = false;
    for (const tell of held.splice(0)) tell();
    expect(await rig.settle(job)).toEqual({ state: 'PRINTED', evidence: 'A' });
  });
});
