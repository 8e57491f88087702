import { describe, expect, it } from 'vitest';
import type { CaseStanding, ScreenOf } from '../../main/contract/snapshot.ts';
import { type Rendered, renderKiosk } from '../testing/render.tsx';
import { bills, caseRegistered, home, outcome, snapshot, trouble } from '../testing/snapshots.ts';

/** What is for people at the agency: what may have been paid twice, what has been handed in, and slips for the counter. */

const OFFERED: CaseStanding = { kind: 'duplicate', state: 'offered', caseNo: null, dueDay: null };
const REGISTERED: CaseStanding = {
  kind: 'duplicate',
  state: 'registered',
  caseNo: 'C-1',
  dueDay: '2026-12-01',
};
const PAYMENT = {
  voucherNo: 'V2',
  item: '城乡居民基本医疗保险费',
  period: '2025',
  amountFen: 38_000,
  standing: OFFERED,
};
const NO_PRINTER = { printer: 'absent', reader: 'ready', scanner: 'ready', network: 'up' } as const;

function has(kiosk: Rendered, action: string): boolean {
  return kiosk.controls().some(({ dataset }) => dataset.action === action);
}

describe('a premium that may have been paid twice', () => {
  it('is said on the bills, calmly: nothing is stopped, nothing is the main thing but paying', () => {
    const kiosk = renderKiosk(snapshot({ ...bills, twicePaid: PAYMENT }));
    expect(kiosk.text()).toContain('可能重复缴了');
    expect(kiosk.text()).toContain('¥380.00');
    expect(kiosk.control('register-case', 'V2').classList.contains('button--main')).toBe(false);
    expect(kiosk.control('next').disabled).toBe(false);
    kiosk.control('register-case', 'V2').click();
    expect(kiosk.intents).toEqual([{ type: 'register-case', voucherNo: 'V2' }]);
  });

  it.each([
    [OFFERED, '可能重复缴了', '登记重复缴费'],
    [{ ...OFFERED, state: 'unanswered' }, '还不知道登记好没有', '再登记一次'],
    [REGISTERED, '已受理，12月1日前答复', '看受理编号'],
  ] as const)('stands on home as %j', (standing, words, key) => {
    const tiles: ScreenOf<'home'>['tiles'] = [{ kind: 'payment', ...PAYMENT, standing }];
    const kiosk = renderKiosk(snapshot({ ...home, tiles }));
    expect(kiosk.text()).toContain(words);
    expect(kiosk.field('case-state')?.dataset.value).toBe(standing.state);
    expect(kiosk.control('register-case', 'V2').textContent).toBe(key);
  });

  it('has a case of its own: no order, no step of a payment, and no word that money is on its way', () => {
    const about = {
      orderId: null,
      voucherNo: 'V2',
      result: null,
      period: '2025',
      amountFen: 38_000,
    } as const;
    const kiosk = renderKiosk(snapshot({ ...caseRegistered, ...about }));
    expect(kiosk.text()).toContain('2025年 ¥380.00');
    expect(kiosk.text()).not.toContain('第5步');
    expect(kiosk.text()).not.toContain('退回');
    expect(kiosk.field('order-id')).toBeNull();
    const unanswered = { phase: 'unanswered', caseNo: null, dueDay: null, workdays: null } as const;
    kiosk.show(snapshot({ ...caseRegistered, ...about, ...unanswered }, { seq: 2 }));
    expect(kiosk.field('voucher-no')?.textContent).toBe('V2');
  });
});

describe('an earlier order about which something was handed in', () => {
  const order = home.tiles.find((tile) => tile.kind === 'order');
  if (order?.kind !== 'order') throw new Error('no order on home');

  it('leads from home to its outcome, where more can be done about it than to print', () => {
    const kiosk = renderKiosk(snapshot({ ...home, tiles: [{ ...order, standing: REGISTERED }] }));
    expect(kiosk.text()).toContain('已受理，12月1日前答复');
    kiosk.control('view-order', order.orderId).click();
    expect(kiosk.intents).toEqual([{ type: 'view-order', orderId: order.orderId }]);
  });

  const seen = { ...outcome, result: 'refunded', standing: REGISTERED, canGoBack: true } as const;

  it('shows its number and day there, the slip, and the way back', () => {
    const kiosk = renderKiosk(snapshot(seen));
    expect(kiosk.field('case-no')?.textContent).toBe('C-1');
    expect(kiosk.field('due-date')?.textContent).toBe('12月1日前');
    expect(kiosk.text()).not.toContain('第5步');
    kiosk.control('register-case').click();
    kiosk.control('back').click();
    expect(kiosk.intents).toEqual([{ type: 'register-case' }, { type: 'back' }]);
  });

  it('promises no slip without a printer', () => {
    const kiosk = renderKiosk(snapshot(seen, { health: NO_PRINTER }));
    expect(has(kiosk, 'register-case')).toBe(false);
  });

  it('asks to hand it in again when nobody knows whether it was', () => {
    const kiosk = renderKiosk(snapshot({ ...seen, standing: { ...OFFERED, state: 'unanswered' } }));
    expect(kiosk.text()).toContain('不会重复登记');
    expect(kiosk.control('register-case').textContent).toBe('再登记一次');
  });
});

describe('a dead end', () => {
  const dead = { ...trouble, code: 'NOT_INSURED', canRetry: false } as const;

  it('offers a slip for the counter before anything else', () => {
    const kiosk = renderKiosk(snapshot({ ...dead, slip: { print: 'none', canPrint: true } }));
    expect(kiosk.control('print-slip').textContent).toBe('打印办理单');
    expect(kiosk.control('print-slip').classList.contains('button--main')).toBe(true);
    kiosk.control('print-slip').click();
    expect(kiosk.intents).toEqual([{ type: 'print-slip' }]);
  });

  it.each([
    ['printing', false, '先不要拉纸'],
    ['printed', true, '请取走'],
    ['uncertain', true, '请看出票口'],
    ['failed', false, '请记下编号'],
  ] as const)('says of a slip that is %s what to do', (print, canPrint, words) => {
    const secondsLeft = print === 'printing' ? null : 30;
    const kiosk = renderKiosk(snapshot({ ...dead, slip: { print, canPrint }, secondsLeft }));
    expect(kiosk.text()).toContain(words);
    expect(kiosk.control('cancel').disabled).toBe(print === 'printing');
    expect(has(kiosk, 'print-slip')).toBe(print !== 'printed');
  });

  it('speaks of no slip where none can be had', () => {
    const kiosk = renderKiosk(
      snapshot({ ...dead, slip: { print: 'none', canPrint: false } }, { health: NO_PRINTER }),
    );
    expect(kiosk.text()).not.toContain('办理单');
  });
});
