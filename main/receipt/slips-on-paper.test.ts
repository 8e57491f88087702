import { readFileSync } from 'node:fs';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { calibrationSlip } from '../../drivers/printer/calibration-slip.ts';
import type { Strip } from '../../drivers/printer/emulator/paper.ts';
import { charactersToDraw } from '../../drivers/printer/escpos/raster-line.ts';
import type { Slip } from '../../drivers/printer/slip.ts';
import { profileOf, VirtualRig } from '../../drivers/printer/testing/rig.ts';
import { TROUBLE_CODES, TROUBLE_NUMBERS } from '../contract/trouble.ts';
import { parseSlipCode } from '../policy/slip-code.ts';
import { type CaseSlipRequest, caseSlip } from './case-slip.ts';
import { type CounterTrouble, counterSlip, needsCounter } from './counter-slip.ts';
import { type DaySlipRequest, daySlip } from './day-slip.ts';
import { GlyphDrawer } from './glyphs/draw-glyphs.ts';
import { receiptDoc } from './receipt-doc.ts';
import { FONT_FILES } from './testing/fonts.ts';
import { BOOKED_ORDER, PENDING_ORDER, REFUNDING_ORDER } from './testing/orders.ts';

/** Every slip goes through the real driver into the emulated printer, and is looked at on its paper. */

const AT = Date.parse('2026-11-24T09:01:20+08:00');
const terminal = { id: 'K0001', name: '金湾社区 1号机' };
const drawer = new GlyphDrawer(readFileSync(FONT_FILES.regular));

const RARE_ORDER = { ...BOOKED_ORDER, payer: { ...BOOKED_ORDER.payer, name: '王*𬍛' } };

const receipt = (changes: Partial<Parameters<typeof receiptDoc>[0]> = {}): Slip =>
  receiptDoc({
    order: BOOKED_ORDER,
    kind: 'booked',
    copy: 0,
    printedAt: AT,
    terminal,
    demo: false,
    phone: '12333',
    chainCode: '812-3F9A1C2B',
    ...changes,
  });

const counter = (trouble: CounterTrouble, demo = false) => counterSlip({ trouble, at: AT, terminal, demo });

const handedIn = (changes: Partial<CaseSlipRequest> = {}) =>
  caseSlip({
    kind: 'refund',
    caseNo: 'C440404202611240017',
    dueDate: '2026-12-08',
    person: BOOKED_ORDER.payer,
    voucherNo: '4404002611240817',
    at: AT,
    copy: 0,
    printedAt: AT,
    terminal,
    demo: false,
    phone: '12333',
    ...changes,
  });

const day = (changes: Partial<DaySlipRequest> = {}) =>
  daySlip({
    date: '2026-11-24',
    paid: [
      { channel: 'wechat', count: 12, fen: 912_300 },
      { channel: 'alipay', count: 3, fen: 114_000 },
    ],
    booked: { count: 13, fen: 950_300 },
    refunded: { count: 1, fen: 38_000 },
    open: { count: 1, fen: 38_000 },
    review: { count: 1, fen: 600_000 },
    mismatches: [BOOKED_ORDER.id],
    at: AT,
    terminal,
    demo: false,
    ...changes,
  });

const TROUBLES_OF_THE_COUNTER = TROUBLE_CODES.filter(needsCounter);

const SLIPS: Readonly<Record<string, Slip>> = {
  booked: receipt(),
  'booked, in large type': receipt({ largeType: true }),
  'booked, copy of the demo': receipt({ copy: 12, demo: true }),
  pending: receipt({ order: PENDING_ORDER, kind: 'pending', largeType: true }),
  refunding: receipt({ order: REFUNDING_ORDER, kind: 'refunding' }),
  'a rare name': receipt({ order: RARE_ORDER }),
  'a rare name in large type': receipt({ order: RARE_ORDER, largeType: true }),
  ...Object.fromEntries(TROUBLES_OF_THE_COUNTER.map((code) => [`counter, ${code}`, counter(code)])),
  case: handedIn({ person: RARE_ORDER.payer, demo: true }),
  day: day(),
};

async function printed(slip: Slip, profile: string) {
  const rig = await new VirtualRig({ profile }).started();
  onTestFinished(async () => {
    await rig.settle(rig.close());
  });
  const glyphs = drawer.draw(charactersToDraw(slip));
  const result = await rig.settle(rig.printer.print({ jobId: 'J1', slip, glyphs }));
  expect(result.state).toBe('PRINTED');
  expect(rig.emulator.violations).toEqual([]);
  const [strip] = rig.emulator.paper.slips;
  if (strip === undefined) throw new Error('nothing printed');
  return { strip, png: PNG.sync.read(rig.emulator.pngOf(strip)) };
}

/** Text of a strip without the gaps that make its columns. */
const lines = (strip: Strip) =>
  strip.marks.flatMap((mark) =>
    mark.kind === 'line'
      ? [
          mark.cells
            .map(({ char }) => char)
            .join('')
            .trim(),
        ]
      : [],
  );

function said(slip: Slip): string {
  return slip.blocks
    .map((block) =>
      block.kind === 'pair' ? `${block.label} ${block.value}` : 'text' in block ? block.text : '',
    )
    .join('\n');
}

describe.each(['generic-80', 'generic-58'])('on %s', (profile) => {
  it.each(Object.entries(SLIPS))('%s: every word is there, within the paper', async (_name, slip) => {
    const { strip } = await printed(slip, profile);
    const paper = lines(strip).join('').replaceAll(/[\s-]/g, '');
    for (const block of slip.blocks) {
      const words = block.kind === 'pair' ? [block.label, block.value] : 'text' in block ? [block.text] : [];
      // A line with a rare name is a picture.
      if (words.join('').includes('𬍛')) continue;
      for (const word of words) expect(paper).toContain(word.replaceAll(/[\s-]/g, ''));
    }
    const drawn = strip.marks.filter((mark) => mark.kind === 'image');
    const codes = slip.blocks.filter(({ kind }) => kind === 'qr');
    expect(drawn).toHaveLength(said(slip).split('𬍛').length - 1 + codes.length);
  });

  it.each(['booked', 'booked, in large type', 'pending', 'refunding'])(
    '%s: a phone reads the verification code off the paper',
    async (name) => {
      const slip = SLIPS[name] ?? { blocks: [] };
      const [code] = slip.blocks.flatMap((block) => (block.kind === 'qr' ? [block.data] : []));
      const { strip, png } = await printed(slip, profile);
      // As somebody holds the camera: the code fills the picture.
      const [image] = strip.marks.flatMap((mark) => (mark.kind === 'image' ? [mark] : []));
      if (image === undefined) throw new Error('no code');
      const from = image.y - 20;
      const to = image.y + image.image.height + 20;
      const view = png.data.subarray(from * png.width * 4, to * png.width * 4);
      expect(jsQR(new Uint8ClampedArray(view), png.width, to - from)?.data).toBe(code);
      expect(parseSlipCode(code ?? '')).toMatchObject({
        orderId: BOOKED_ORDER.id,
        chainCode: '812-3F9A1C2B',
      });
    },
  );

  it('calibration: both codes can be read, and the ruler fills exactly one line', async () => {
    const { strip, png } = await printed(calibrationSlip(profileOf(profile)), profile);
    const images = strip.marks.filter((mark) => mark.kind === 'image');
    const [first, second] = images;
    if (first?.kind !== 'image' || second?.kind !== 'image') throw new Error('no two codes');
    const between = Math.floor((first.y + first.image.height + second.y) / 2);
    const part = (from: number, to: number) =>
      jsQR(
        new Uint8ClampedArray(png.data.subarray(from * png.width * 4, to * png.width * 4)),
        png.width,
        to - from,
      )?.data;
    expect([part(0, between), part(between, png.height)]).toEqual(['QR-1', 'QR-2']);
    const { columns } = profileOf(profile).paper;
    const ruler = lines(strip).filter((line) => /^[.+\d]{20,}$/.test(line));
    expect(ruler.map((line) => line.length)).toEqual([columns]);
    expect(lines(strip)).toContain('社会保险'.repeat(columns / 8));
  });
});

describe('the counter slip', () => {
  it.each(TROUBLES_OF_THE_COUNTER)(
    '%s: whom to see, what to bring, the number, and that no money moved',
    (code) => {
      const words = said(counter(code));
      expect(words).toMatch(/去哪里 .*窗口/);
      expect(words).toContain('带什么 社保卡、身份证');
      expect(words).toContain(`编号 ${TROUBLE_NUMBERS[code]}`);
      expect(words).toContain('钱还没付，没有扣钱。');
      const [, headline] = counter(code).blocks;
      expect(headline?.kind === 'text' ? [...headline.text].length : 99).toBeLessThanOrEqual(12);
    },
  );

  it('is for those who can only be helped at a counter', () => {
    expect(needsCounter('NOT_INSURED')).toBe(true);
    expect(needsCounter('NEEDS_SAM')).toBe(true);
    expect(needsCounter('CARD_PULLED')).toBe(false);
  });

  it('says 演示 on the demo rig', () => {
    expect(said(counter('NEEDS_SAM', true))).toMatch(/^演示\n[\s\S]*不是真实缴费/);
  });
});

describe('the case slip', () => {
  it('tells the number and until when it is answered, and that it proves no payment', () => {
    const words = said(handedIn());
    expect(words).toContain('受理编号 C440404202611240017');
    expect(words).toContain('答复期限 2026-12-08');
    expect(words).toContain('凭证号 4404002611240817');
    expect(words).toContain('不是缴费证明');
    expect(words).not.toContain('演示');
  });

  it.each([
    ['2026-12-08T20:00:00Z', '2026-12-09'],
    ['十五个工作日内', '十五个工作日内'],
  ])('reads %s as %s, the day in Shanghai', (dueDate, shown) => {
    expect(said(handedIn({ dueDate }))).toContain(`答复期限 ${shown}`);
  });

  it('can do without a payment', () => {
    const { voucherNo: _, ...rest } = {
      kind: 'objection' as const,
      caseNo: '1',
      dueDate: '',
      person: BOOKED_ORDER.payer,
      voucherNo: '1',
      at: AT,
      copy: 0,
      printedAt: AT,
      terminal,
      demo: false,
      phone: '12333',
    };
    expect(said(caseSlip(rest))).not.toContain('凭证号');
  });
});

describe('the day slip', () => {
  it('adds the channels up and names what does not agree', () => {
    const words = said(day());
    expect(words).toContain('收款合计 15 笔 ￥10,263.00');
    expect(words).toContain('微信支付 12 笔 ￥9,123.00');
    expect(words).toContain(`对账差异 1 笔\n${BOOKED_ORDER.id}`);
    expect(words).not.toContain('另有');
  });

  it('names the first twenty and counts the others', () => {
    const mismatches = Array.from({ length: 23 }, (_, index) => `K${index}`);
    const words = said(day({ mismatches, demo: true, paid: [] }));
    expect(words).toContain('K19\n另有 3 笔');
    expect(words).toContain('收款合计 0 笔 ￥0.00');
    expect(words).toMatch(/^演示/);
  });
});

describe('large type', () => {
  it('enlarges what a resident reads and leaves what the staff look up', () => {
    const large = receipt({ largeType: true }).blocks.flatMap((block) =>
      block.kind === 'pair' && block.size === 'large' ? [block.field] : [],
    );
    expect(large).toEqual(['insured-name', 'insurance', 'period', 'total', 'amount-words', 'phone']);
    const normal = receipt().blocks.flatMap((block) =>
      block.kind === 'pair' && block.size === 'large' ? [block.field] : [],
    );
    expect(normal).toEqual(['total']);
  });
});
