import { describe, expect, it } from 'vitest';
import type { CardNotice } from '../../main/contract/snapshot.ts';
import type { TroubleCode } from '../../main/contract/trouble.ts';
import { t } from '../i18n/t.ts';
import { renderKiosk } from '../testing/render.tsx';
import {
  attract,
  bills,
  home,
  identify,
  MEDICAL,
  PENSION,
  RESIDENT,
  review,
  snapshot,
} from '../testing/snapshots.ts';

const CARD_AND_CODE_FAULTS = [
  'CARD_MUTE',
  'CARD_PULLED',
  'CARD_UNREADABLE',
  'NOT_SOCIAL_CARD',
  'CARD_EXPIRED',
  'NEEDS_SAM',
  'READER_TROUBLE',
  'SCANNER_TROUBLE',
  'PAYMENT_CODE',
  'FOREIGN_CODE',
  'CODE_EXPIRED',
  'CARD_SWAPPED',
] as const satisfies readonly TroubleCode[];

describe('attract', () => {
  it('starts, and offers larger type', () => {
    const kiosk = renderKiosk(snapshot(attract));
    kiosk.control('start').click();
    kiosk.control('elder-mode').click();
    kiosk.control('theme').click();
    expect(kiosk.intents).toEqual([
      { type: 'start' },
      { type: 'elder-mode', on: true },
      { type: 'theme', theme: 'high-contrast' },
    ]);
  });

  it('tells before anybody starts that there is no paper, and promises none', () => {
    const health = {
      printer: 'blocked:paper-out',
      reader: 'ready',
      scanner: 'absent',
      network: 'up',
    } as const;
    const kiosk = renderKiosk(snapshot(attract, { health }));
    expect(kiosk.field('printer-state')?.dataset.value).toBe('blocked:paper-out');
    expect(kiosk.text()).toContain('取电子凭证');
    expect(kiosk.text()).not.toContain('取凭条');
  });

  it('says which of the ways in is broken, and misses none that is not fitted', () => {
    const health = { printer: 'ready', scanner: 'ready', network: 'up' } as const;
    const kiosk = renderKiosk(
      snapshot({ ...attract, card: false, scan: true }, { health: { ...health, reader: 'gone' } }),
    );
    expect(kiosk.text()).toContain('插卡口暂时不好用');
    expect(kiosk.text()).not.toContain('插社保卡');
    kiosk.show(
      snapshot({ ...attract, card: false, scan: true }, { seq: 2, health: { ...health, reader: 'absent' } }),
    );
    expect(kiosk.text()).toContain('扫码就能缴');
    expect(kiosk.text()).not.toContain('暂时不好用');
    kiosk.show(snapshot(attract, { seq: 3, health: { ...health, reader: 'ready', scanner: 'gone' } }));
    expect(kiosk.text()).toContain('扫码窗口暂时不好用，请插社保卡');
    kiosk.show(snapshot({ ...attract, scan: true }, { seq: 4 }));
    expect(kiosk.text()).toContain('也可以扫电子社保卡');
  });
});

describe('out of service', () => {
  it('names the device when there is only one to name', () => {
    const closed = { name: 'out-of-service', reason: 'NO_IDENTIFICATION' } as const;
    const kiosk = renderKiosk(snapshot({ ...closed, gone: ['scanner'] }));
    expect(kiosk.text()).toContain('扫码窗口暂时不好用');
    kiosk.show(snapshot({ ...closed, gone: ['reader', 'scanner'] }, { seq: 2 }));
    expect(kiosk.text()).toContain('插卡口和扫码窗口都不好用');
    kiosk.show(snapshot({ ...closed, reason: 'JOURNAL', gone: ['reader'] }, { seq: 3 }));
    expect(kiosk.text()).toContain('正在检修');
  });
});

describe('identify', () => {
  it('shows what went wrong with the card, that no money is gone, and how many tries are left', () => {
    const kiosk = renderKiosk(snapshot({ ...identify, fault: 'CARD_MUTE', triesLeft: 2 }));
    expect(kiosk.text()).toContain('可能插反了');
    expect(kiosk.text()).toContain('钱还没付');
    expect(kiosk.text()).toContain('还可以试2次');
    expect(kiosk.field('error-code')?.dataset.value).toBe('CARD_MUTE');
  });

  it.each(CARD_AND_CODE_FAULTS)('has a picture of its own for %s, and the four answers', (fault) => {
    const kiosk = renderKiosk(snapshot({ ...identify, fault, triesLeft: 2 }));
    const drawing = () => document.querySelector('.identify__drawing')?.innerHTML ?? '';
    for (const words of [t(`trouble.${fault}.what`), '钱还没付', '12333'])
      expect(kiosk.text()).toContain(words);
    const withScanner = drawing();
    kiosk.show(snapshot(identify, { seq: 2 }));
    expect(withScanner).not.toBe(drawing());
    for (const other of CARD_AND_CODE_FAULTS.filter((each) => each !== fault)) {
      kiosk.show(snapshot({ ...identify, fault: other }, { seq: 3 }));
      expect(withScanner, other).not.toBe(drawing());
    }
  });

  it('puts the electronic card first after the second failure, and the counter where there is no scanner', () => {
    const failed = { ...identify, fault: 'CARD_UNREADABLE', triesLeft: 1 } as const;
    const kiosk = renderKiosk(snapshot({ ...failed, offer: 'ecode' }));
    expect(kiosk.control('scan-instead').className).toContain('button--main');
    expect(kiosk.text()).toContain('改扫手机上的电子社保卡');
    kiosk.show(snapshot({ ...failed, offer: 'counter', scan: false }, { seq: 2 }));
    expect(kiosk.text()).toContain('请到人工柜台');
    expect(kiosk.field('tries-left')?.dataset.value).toBe('1');
  });

  it('counts no tries for what no try will help', () => {
    const kiosk = renderKiosk(snapshot({ ...identify, fault: 'NEEDS_SAM', offer: 'ecode' }));
    expect(kiosk.field('tries-left')).toBeNull();
    expect(kiosk.text()).toContain('您的卡没有坏');
    expect(kiosk.text()).toContain('改扫手机上的电子社保卡');
    kiosk.show(snapshot({ ...identify, fault: 'NEEDS_SAM', offer: 'counter', scan: false }, { seq: 2 }));
    expect(kiosk.text()).toContain('人工柜台');
    expect(kiosk.text()).not.toContain('改扫');
  });

  it('leads from a broken window to the slot', () => {
    const kiosk = renderKiosk(snapshot({ ...identify, fault: 'SCANNER_TROUBLE', scan: false }));
    expect(kiosk.text()).toContain('请改插社保卡');
    kiosk.show(snapshot({ ...identify, method: 'scan', fault: 'SCANNER_TROUBLE', card: false }, { seq: 2 }));
    expect(kiosk.text()).toContain('换一台机器');
  });

  it('says while the second card is read that the first one is forgotten', () => {
    const kiosk = renderKiosk(snapshot({ ...identify, phase: 'reading', fault: 'CARD_SWAPPED' }));
    expect(kiosk.text()).toContain('前面的信息已经清掉');
    expect(kiosk.control('cancel').disabled).toBe(true);
  });

  it('can be left and changed to the phone, but not while a card is being read', () => {
    const kiosk = renderKiosk(snapshot(identify));
    kiosk.control('scan-instead').click();
    kiosk.control('back').click();
    kiosk.control('cancel').click();
    expect(kiosk.intents.map(({ type }) => type)).toEqual(['scan-instead', 'back', 'cancel']);
    kiosk.show(snapshot({ ...identify, phase: 'reading' }, { seq: 2 }));
    for (const action of ['scan-instead', 'back', 'cancel'])
      expect(kiosk.control(action).disabled).toBe(true);
  });

  it('offers only the ways in that the terminal has', () => {
    const kiosk = renderKiosk(snapshot({ ...identify, scan: false }));
    expect(() => kiosk.control('scan-instead')).toThrow('0 controls');
    kiosk.show(snapshot({ ...identify, method: 'scan', card: false }, { seq: 2 }));
    expect(() => kiosk.control('insert-instead')).toThrow('0 controls');
    kiosk.show(snapshot({ ...identify, method: 'scan' }, { seq: 3 }));
    kiosk.control('insert-instead').click();
    expect(kiosk.intents).toEqual([{ type: 'insert-instead' }]);
  });
});

describe('home', () => {
  it('pays, or prints the slip of an earlier order that has one', () => {
    const kiosk = renderKiosk(snapshot(home));
    const [, first, second] = home.tiles;
    if (first?.kind !== 'order' || second?.kind !== 'order') throw new Error('not the tiles meant');
    kiosk.control('pay-bills').click();
    kiosk.control('reprint', first.orderId).click();
    expect(kiosk.intents).toEqual([{ type: 'pay-bills' }, { type: 'reprint', orderId: first.orderId }]);
    expect(kiosk.control('reprint', second.orderId).disabled).toBe(true);
  });
});

describe('bills', () => {
  it('shows every line with its machine amount, the chosen one pressed', () => {
    const kiosk = renderKiosk(snapshot(bills));
    const chosen = kiosk.control('select-line', PENSION.billId);
    expect(chosen.getAttribute('aria-pressed')).toBe('true');
    expect(chosen.querySelector<HTMLElement>('[data-field="amount"]')?.dataset.value).toBe('80000');
    expect(kiosk.field('total')?.dataset.value).toBe('80000');
    expect(kiosk.field('total')?.textContent).toBe('¥800.00');
    kiosk.control('select-line', MEDICAL.billId).click();
    kiosk.control('next').click();
    expect(kiosk.intents).toEqual([{ type: 'select-line', billId: MEDICAL.billId }, { type: 'next' }]);
  });

  it('keeps what cannot be paid visible, with the reason, disabled', () => {
    const closed = { ...MEDICAL, status: 'closed', reason: '今年已经截止。' } as const;
    const locked = { ...MEDICAL, billId: 'L', locked: true } as const;
    const kiosk = renderKiosk(snapshot({ ...bills, bills: [PENSION, closed, locked] }));
    expect(kiosk.control('select-line', closed.billId).disabled).toBe(true);
    expect(kiosk.control('select-line', 'L').disabled).toBe(true);
    expect(kiosk.text()).toContain('今年已经截止。');
    expect(kiosk.text()).toContain('请不要重复缴');
  });

  it('shows the tiers around the chosen one, last time’s labelled, and all of them behind 更多', () => {
    const kiosk = renderKiosk(snapshot(bills));
    const tiers = () => kiosk.controls().filter(({ dataset }) => dataset.action === 'choose-tier');
    expect(tiers().map(({ dataset }) => dataset.id)).toEqual(['T5', 'T6', 'T7']);
    expect(kiosk.control('choose-tier', 'T6').textContent).toContain('上次');

    kiosk.control('more-tiers').click();
    kiosk.show(snapshot(bills, { seq: 2 }));
    expect(tiers()).toHaveLength(PENSION.tiers.length);
    expect(document.querySelectorAll('[data-screen="bills"]')).toHaveLength(1);

    kiosk.control('choose-tier', 'T12').click();
    kiosk.show(snapshot(bills, { seq: 3 }));
    expect(kiosk.intents).toEqual([{ type: 'choose-tier', billId: PENSION.billId, tierId: 'T12' }]);
    expect(tiers()).toHaveLength(3);
  });

  it('leaves the list of tiers without choosing, which main need not know', () => {
    const kiosk = renderKiosk(snapshot(bills));
    kiosk.control('more-tiers').click();
    kiosk.show(snapshot(bills, { seq: 2 }));
    kiosk.control('close-tiers').click();
    kiosk.show(snapshot(bills, { seq: 3 }));
    expect(kiosk.control('next').disabled).toBe(false);
    expect(kiosk.intents).toEqual([]);
  });

  it('goes on only when there is an amount', () => {
    const open = { ...PENSION, tierId: null, lastTierId: null, amountFen: null };
    const kiosk = renderKiosk(snapshot({ ...bills, bills: [open], totalFen: null }));
    expect(kiosk.text()).toContain('请选档次');
    expect(kiosk.control('next').disabled).toBe(true);
  });
});

describe('a card that speaks against itself', () => {
  const person = (cardNotices: CardNotice[]) => ({ resident: { ...RESIDENT, cardNotices } });

  it.each([
    ['home', home],
    ['bills', bills],
  ] as const)('is told of on %s when it has expired, and stops nobody', (_, screen) => {
    const kiosk = renderKiosk(snapshot(screen, person(['expired'])));
    expect(kiosk.text()).toContain('您的社保卡过期了');
    expect(kiosk.text()).toContain('可以照常缴费');
    kiosk.show(snapshot(screen, { seq: 2, ...person([]) }));
    expect(kiosk.text()).not.toContain('过期');
  });

  it('is compared on review when its number is odd', () => {
    const kiosk = renderKiosk(snapshot(review, person(['number'])));
    expect(kiosk.text()).toContain('请核对姓名和号码');
    expect(kiosk.control('confirm').disabled).toBe(false);
    kiosk.show(snapshot(review, { seq: 2, ...person(['expired']) }));
    expect(kiosk.text()).not.toContain('姓名和号码');
  });
});

describe('review', () => {
  it('says who, what, which year and how much, also in words, and that no money has gone', () => {
    const kiosk = renderKiosk(snapshot(review));
    for (const words of ['王*明', '养老保险', '2026年', '捌佰元整', '现在还不会扣钱'])
      expect(kiosk.text()).toContain(words);
    expect(kiosk.field('total')?.dataset.value).toBe('80000');
    kiosk.control('confirm').click();
    expect(kiosk.intents).toEqual([{ type: 'confirm' }]);
  });

  it('tells of a printer without paper before it asks for money, and lets the resident go on', () => {
    const kiosk = renderKiosk(snapshot({ ...review, printerNotice: 'paper-out' }));
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('打印纸用完了');
    expect(kiosk.text()).toContain('电子凭证');
    expect(kiosk.control('confirm').disabled).toBe(false);
  });

  it('asks for the wallet only where there is a choice', () => {
    const kiosk = renderKiosk(snapshot({ ...review, channels: ['wechat', 'alipay'] }));
    kiosk.control('choose-channel', 'alipay').click();
    expect(kiosk.intents).toEqual([{ type: 'choose-channel', channel: 'alipay' }]);
    kiosk.show(snapshot(review, { seq: 2 }));
    expect(() => kiosk.control('choose-channel')).toThrow('0 controls');
  });

  it('says what the code for every wallet can be scanned with', () => {
    const kiosk = renderKiosk(
      snapshot({ ...review, channels: ['wechat', 'aggregate'], scannedWith: ['unionpay', 'ecny'] }),
    );
    expect(kiosk.text()).toContain('任意钱包：云闪付、数字人民币扫码均可。');
    kiosk.show(snapshot({ ...review, channels: ['wechat', 'alipay'] }, { seq: 2 }));
    expect(kiosk.text()).not.toContain('扫码均可');
  });

  it('cannot be left or confirmed twice while the order is being written', () => {
    const kiosk = renderKiosk(snapshot({ ...review, phase: 'opening' }));
    for (const action of ['confirm', 'back', 'cancel']) expect(kiosk.control(action).disabled).toBe(true);
  });
});

describe('whose visit it is', () => {
  it('stands on the screen as main sends it, and is asked for in clear only while the eye is held', () => {
    const kiosk = renderKiosk(snapshot(bills));
    expect(kiosk.field('insured-name')?.textContent).toBe('王*明');
    expect(kiosk.field('id-number')?.textContent).toBe('440***********1234');
    const eye = kiosk.control('reveal');
    const key = (type: string, repeat = false) =>
      eye.dispatchEvent(new KeyboardEvent(type, { key: ' ', repeat, bubbles: true }));
    key('keydown');
    key('keydown', true);
    key('keyup');
    expect(kiosk.intents).toEqual([
      { type: 'reveal', on: true },
      { type: 'reveal', on: false },
    ]);
  });

  it('is let go of wherever the finger is lifted', () => {
    const kiosk = renderKiosk(snapshot(bills));
    const eye = kiosk.control('reveal');
    const captured: number[] = [];
    eye.setPointerCapture = (id) => captured.push(id);
    eye.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerId: 7 }));
    eye.dispatchEvent(new PointerEvent('pointercancel', { bubbles: true, pointerId: 7 }));
    expect(captured).toEqual([7]);
    expect(kiosk.intents).toEqual([
      { type: 'reveal', on: true },
      { type: 'reveal', on: false },
    ]);
  });
});

describe('a large amount', () => {
  it('is one question, which takes no answer before it can have been read', () => {
    const large = { ...review, amountFen: 2_280_000, amountInWords: '贰万贰仟捌佰元整' } as const;
    const kiosk = renderKiosk(snapshot({ ...large, phase: 'large-fresh' }));
    expect(kiosk.control('confirm').disabled).toBe(true);
    kiosk.show(snapshot({ ...large, phase: 'large' }, { seq: 2 }));
    for (const words of ['确定要付吗', '超过5,000元', '贰万贰仟捌佰元整', '现在还不会扣钱']) {
      expect(kiosk.text()).toContain(words);
    }
    expect(kiosk.field('total')?.dataset.value).toBe('2280000');
    kiosk.control('back').click();
    kiosk.control('confirm').click();
    expect(kiosk.intents).toEqual([{ type: 'back' }, { type: 'confirm' }]);
  });
});
