import { describe, expect, it } from 'vitest';
import type { ScreenOf } from '../../main/contract/snapshot.ts';
import { TROUBLE_CODES, TROUBLES } from '../../main/contract/trouble.ts';
import { renderKiosk } from '../testing/render.tsx';
import {
  CLAIM,
  caseRegistered,
  farewell,
  outcome,
  pay,
  receipt,
  snapshot,
  trouble,
} from '../testing/snapshots.ts';

const NO_PRINTER = { printer: 'absent', reader: 'ready', scanner: 'ready', network: 'up' } as const;

describe('pay', () => {
  it.each([
    ['code-held', '请用手机扫屏幕上的码'],
    ['card-held', '请先付完这一笔'],
  ] as const)('answers %s with a picture beside the code, which stays', (notice, words) => {
    const kiosk = renderKiosk(snapshot({ ...pay, notice }));
    const alert = document.querySelector('.notice[role="alert"]');
    expect(alert?.textContent).toContain(words);
    expect(alert?.querySelector('svg')).not.toBeNull();
    expect(kiosk.field('pay-code')?.dataset.value).toBe(pay.code);
    expect(kiosk.control('i-paid').disabled).toBe(false);
    expect(kiosk.text()).toContain('还没收到付款');
  });

  it('offers the other wallets, and neither beside a hint', () => {
    const kiosk = renderKiosk(snapshot({ ...pay, switchTo: ['alipay', 'aggregate'] }));
    expect(kiosk.text()).toContain('改用支付宝');
    kiosk.control('choose-channel', 'alipay').click();
    expect(kiosk.intents).toEqual([{ type: 'choose-channel', channel: 'alipay' }]);
    kiosk.show(snapshot({ ...pay, switchTo: ['alipay'], notice: 'code-held' }, { seq: 2 }));
    expect(kiosk.text()).not.toContain('改用');
  });

  it('says that nothing was paid only where nothing could be scanned', () => {
    const kiosk = renderKiosk(snapshot({ ...pay, code: null, notice: 'preparing' }));
    expect(kiosk.text()).toContain('钱还没付');
    kiosk.show(snapshot(pay, { seq: 2 }));
    expect(kiosk.text()).not.toContain('钱还没付');
    expect(kiosk.text()).toContain('还没收到付款');
  });

  it('asks for patience while the wallet is changed, and shows no code', () => {
    const kiosk = renderKiosk(
      snapshot({ ...pay, code: null, notice: 'switching', status: 'checking', canLeave: false }),
    );
    expect(kiosk.text()).toContain('刚才的码请不要再扫');
    expect(kiosk.field('pay-code')).toBeNull();
    expect(kiosk.control('i-paid').disabled).toBe(true);
  });

  it('shows the code with its exact string, the amount, the app and the time left', () => {
    const kiosk = renderKiosk(snapshot(pay));
    expect(kiosk.field('pay-code')?.dataset.value).toBe(pay.code);
    expect(kiosk.field('pay-code')?.getAttribute('aria-label')).toBe('付款码');
    expect(kiosk.field('amount')?.dataset.value).toBe('80000');
    expect(kiosk.field('pay-status')?.dataset.value).toBe('waiting');
    expect(kiosk.field('countdown')?.dataset.value).toBe('222');
    expect(kiosk.text()).toContain('打开微信');
    expect(kiosk.text()).toContain('还没收到付款');
    kiosk.control('i-paid').click();
    expect(kiosk.intents).toEqual([{ type: 'i-paid' }]);
  });

  it('says what the code can be scanned with', () => {
    const kiosk = renderKiosk(
      snapshot({ ...pay, channel: 'aggregate', scannedWith: ['unionpay', 'wechat', 'alipay'] }),
    );
    expect(kiosk.text()).toContain('云闪付、微信、支付宝扫码均可');
  });

  it('takes the code away when the network is gone, and warns of paying twice', () => {
    const kiosk = renderKiosk(snapshot(pay));
    kiosk.show(snapshot({ ...pay, code: null, notice: 'network-down', status: 'unknown' }, { seq: 2 }));
    expect(kiosk.field('pay-code')).toBeNull();
    expect(kiosk.field('countdown')).toBeNull();
    expect(kiosk.text()).toContain('不要重复付款');
    expect(kiosk.text()).not.toContain('钱还没付');
  });

  it('keeps the code when no payment was found yet, and warns of paying twice', () => {
    const kiosk = renderKiosk(snapshot({ ...pay, notice: 'not-yet-paid' }));
    expect(kiosk.field('pay-code')).not.toBeNull();
    expect(kiosk.text()).toContain('还没查到付款');
    expect(kiosk.text()).toContain('不要重复付款');
  });

  it.each([
    ['checking', 'closing', '不要重复付款'],
    ['paid', null, '不会重复扣款'],
    ['booking', null, '不会重复扣款'],
    ['unknown', null, '不要重复付款'],
  ] as const)('speaks of the money while it is %s', (status, notice, words) => {
    const kiosk = renderKiosk(snapshot({ ...pay, code: null, status, notice, canLeave: false }));
    expect(kiosk.field('pay-status')?.dataset.value).toBe(status);
    expect(kiosk.text()).toContain(words);
    expect([kiosk.control('back').disabled, kiosk.control('cancel').disabled]).toEqual([true, true]);
  });
});

describe('outcome', () => {
  it('names e-CNY, and no other money', () => {
    const kiosk = renderKiosk(snapshot({ ...outcome, funding: 'ecny' }));
    expect(kiosk.text()).toContain('数字人民币');
    kiosk.show(snapshot(outcome, { seq: 2 }));
    expect(kiosk.text()).not.toContain('数字人民币');
  });

  const SAFETY = {
    booked: '已经入账',
    pending: '不会重复扣款',
    refunding: '原路退回',
    refunded: '已经原路退回',
    'refund-stuck': '还没有退回',
    closed: '没有扣钱',
    unscanned: '请不要再扫',
    unknown: '不要重复付款',
    frozen: '不会重复扣款',
  } as const satisfies Record<ScreenOf<'outcome'>['result'], string>;

  it.each(Object.entries(SAFETY))('%s says where the money is', (result, words) => {
    const kiosk = renderKiosk(
      snapshot({ ...outcome, result: result as keyof typeof SAFETY, canPrint: false, canShowReceipt: false }),
    );
    expect(kiosk.field('pay-status')?.textContent).toContain(words);
    if (result !== 'booked') expect(kiosk.text()).not.toContain('已缴成功');
  });

  it('promises nothing that the wallet refuses to do', () => {
    const { text } = renderKiosk(snapshot({ ...outcome, result: 'refund-stuck', status: 'refunding' }));
    expect(text()).not.toMatch(/原路退回|正在退/);
    expect(text()).toContain('人工柜台');
  });

  it('says the result before it offers a slip, and offers three ways', () => {
    const kiosk = renderKiosk(snapshot(outcome));
    const text = kiosk.text();
    expect(text.indexOf('已缴成功')).toBeLessThan(text.indexOf('要打印凭证吗'));
    expect(kiosk.field('voucher-no')?.textContent).toBe('4404002611230817');
    expect(kiosk.field('countdown')?.dataset.value).toBe('27');
    for (const action of ['finish', 'e-receipt', 'print-slip']) kiosk.control(action).click();
    expect(kiosk.intents.map(({ type }) => type)).toEqual(['finish', 'e-receipt', 'print-slip']);
  });

  it('offers the electronic slip first when there is no paper, and says why', () => {
    const kiosk = renderKiosk(snapshot({ ...outcome, canPrint: false, printerNotice: 'jam' }));
    expect(kiosk.text()).toContain('打印纸卡住了');
    expect(kiosk.control('e-receipt').classList.contains('button--main')).toBe(true);
    expect(kiosk.control('print-slip').disabled).toBe(true);
    expect(document.querySelectorAll('.button--main')).toHaveLength(1);
  });

  it('offers and promises no slip on a terminal without a printer', () => {
    const kiosk = renderKiosk(
      snapshot({ ...outcome, canPrint: false, printerNotice: 'absent' }, { health: NO_PRINTER }),
    );
    expect(() => kiosk.control('print-slip')).toThrow('0 controls');
    expect(kiosk.text()).toContain('这台机器没有打印机');
    expect(kiosk.text()).not.toMatch(/暂时|补打/);
  });

  it.each([
    ['balance', '几分钟'],
    ['bank-card', '1到3个工作日'],
    ['ecny', '数字人民币钱包'],
    [null, '零钱或余额的，一般几分钟就到；退到银行卡的'],
  ] as const)('says when a refund to %s arrives', (funding, words) => {
    const kiosk = renderKiosk(snapshot({ ...outcome, result: 'refunding', funding }));
    expect(kiosk.field('pay-status')?.textContent).toContain(words);
  });

  it('says that banks take their time, before a booking and after a refund, and nobody else', () => {
    const status = (result: 'pending' | 'refunded' | 'booked', funding: 'balance' | 'bank-card' | null) => {
      const kiosk = renderKiosk(snapshot({ ...outcome, result, funding }));
      return kiosk.field('pay-status')?.textContent ?? '';
    };
    expect(status('pending', 'bank-card')).toContain('银行卡付的款，一般下一个工作日到账');
    expect(status('refunded', 'bank-card')).toContain('1到3个工作日');
    expect(status('refunded', null)).toContain('1到3个工作日');
    for (const [result, funding] of [
      ['pending', 'balance'],
      ['pending', null],
      ['refunded', 'balance'],
      ['booked', 'bank-card'],
    ] as const) {
      expect(status(result, funding)).not.toContain('工作日');
    }
  });

  it('promises no paper for later where there is no printer', () => {
    const none = { ...outcome, result: 'pending', canPrint: false, printerNotice: 'absent' } as const;
    const kiosk = renderKiosk(snapshot(none, { health: NO_PRINTER }));
    expect(kiosk.text()).not.toContain('补打');
  });

  it('sets an amount of eight digits smaller, so that it stays on the glass', () => {
    const kiosk = renderKiosk(snapshot({ ...outcome, amountFen: 1_234_567_890 }));
    expect(kiosk.field('amount')?.className).toContain('amount--long');
    kiosk.show(snapshot({ ...outcome, amountFen: 123_456_789 }, { seq: 2 }));
    expect(kiosk.field('amount')?.className).not.toContain('amount--long');
  });

  it('gives the order number while there is no voucher', () => {
    renderKiosk(snapshot({ ...outcome, result: 'pending', voucherNo: null }));
    expect(document.querySelector('[data-field="order-id"]')?.textContent).toBe(outcome.orderId);
  });

  it('lets somebody who did not pay try again', () => {
    const kiosk = renderKiosk(
      snapshot({ ...outcome, result: 'closed', status: 'closed', canPrint: false, canShowReceipt: false }),
    );
    kiosk.control('retry').click();
    expect(kiosk.intents).toEqual([{ type: 'retry' }]);
  });
});

describe('a case', () => {
  it('is offered beside the news about the money, never in its place', () => {
    const kiosk = renderKiosk(
      snapshot({
        ...outcome,
        result: 'refunding',
        standing: { kind: 'duplicate', state: 'offered', caseNo: null, dueDay: null },
      }),
    );
    expect(kiosk.text()).toContain('钱正在退回');
    kiosk.control('register-case').click();
    expect(kiosk.intents).toEqual([{ type: 'register-case' }]);
    expect(kiosk.control('register-case').classList.contains('button--main')).toBe(false);
  });

  it('shows its number, the day in working days, and where the money is', () => {
    const kiosk = renderKiosk(snapshot(caseRegistered));
    expect(kiosk.field('case-no')?.textContent).toBe(caseRegistered.caseNo);
    expect(kiosk.field('due-date')?.textContent).toBe('12月1日前（5个工作日）');
    expect(kiosk.text()).toContain('原路退回');
    kiosk.control('print-slip').click();
    kiosk.control('finish').click();
    expect(kiosk.intents.map(({ type }) => type)).toEqual(['print-slip', 'finish']);
    kiosk.show(snapshot({ ...caseRegistered, workdaysExact: false }, { seq: 2 }));
    expect(kiosk.field('due-date')?.textContent).toBe('12月1日前（约5个工作日）');
    kiosk.show(snapshot({ ...caseRegistered, workdays: null }, { seq: 3 }));
    expect(kiosk.field('due-date')?.textContent).toBe('12月1日前');
  });

  it('can be handed in again when nobody knows', () => {
    const kiosk = renderKiosk(
      snapshot({ ...caseRegistered, phase: 'unanswered', caseNo: null, dueDay: null, workdays: null }),
    );
    expect(kiosk.text()).toContain('不会重复登记');
    kiosk.control('retry').click();
    expect(kiosk.intents).toEqual([{ type: 'retry' }]);
  });
});

describe('receipt on paper', () => {
  const on = (print: Partial<ScreenOf<'receipt'>['print']>) =>
    renderKiosk(snapshot({ ...receipt, print: { ...receipt.print, ...print } }));

  it.each(['A', 'B'] as const)('says printed with proof %s', (evidence) => {
    const kiosk = on({ state: 'printed', evidence });
    expect(kiosk.text()).toContain('已打印，请取走凭条');
    expect(kiosk.field('print-evidence')?.dataset.value).toBe(evidence);
  });

  it.each(['C', 'D', 'none'] as const)('does not say printed with %s', (evidence) => {
    const kiosk = on({ state: 'printed', evidence });
    expect(kiosk.text()).not.toContain('已打印');
    expect(kiosk.text()).toContain('请看出票口有没有凭条');
  });

  it.each(['none', 'printing'] as const)('lets nothing be chosen while %s', (state) => {
    expect(
      on({ state })
        .controls()
        .filter(({ dataset }) => dataset.action !== 'reveal'),
    ).toSatisfy((controls: HTMLButtonElement[]) => controls.every(({ disabled }) => disabled));
  });

  it.each(['uncertain', 'failed'] as const)(
    '%s leaves the payment alone and offers another slip',
    (state) => {
      const kiosk = on({ state, reason: 'paper-out' });
      expect(kiosk.text()).not.toContain('已打印');
      expect(kiosk.text()).toContain('您付的钱不受影响');
      expect(kiosk.text()).toContain('打印纸用完了');
      kiosk.control('print-slip').click();
      kiosk.control('e-receipt').click();
      expect(kiosk.intents.map(({ type }) => type)).toEqual(['print-slip', 'e-receipt']);
    },
  );

  it('offers no second slip where none can be printed', () => {
    const kiosk = renderKiosk(
      snapshot({ ...receipt, canPrint: false, print: { ...receipt.print, state: 'failed' } }),
    );
    expect(kiosk.control('print-slip').disabled).toBe(true);
  });

  it('counts reprints', () => {
    expect(on({ state: 'printed', evidence: 'A', copy: 2 }).text()).toContain('第2次补打');
  });
});

describe('receipt for a phone', () => {
  const shown = (claim: Partial<typeof CLAIM> = {}, changes: Partial<typeof receipt> = {}) =>
    renderKiosk(snapshot({ ...receipt, mode: 'electronic', claim: { ...CLAIM, ...claim }, ...changes }));

  it('is one code, which says exactly where, and its secret in letters', () => {
    const kiosk = shown();
    expect(kiosk.field('claim-code')?.dataset.value).toBe(CLAIM.url);
    expect(kiosk.field('claim-text')?.textContent).toBe('7K3M-9QWX-A2B3-C4D5');
    expect(document.querySelectorAll('.qr')).toHaveLength(1);
    expect(kiosk.field('claim-state')?.dataset.value).toBe('ready');
    expect(kiosk.text()).toContain('已可扫码取');
    expect(kiosk.field('claim-until')?.dataset.value).toBe('2027-05-22');
    expect(kiosk.text()).toContain('凭证保存180天，可以取到2027年5月22日。');
    expect(kiosk.field('voucher-no')?.textContent).toBe('4404002611230817');
  });

  it('that is still on its way says so, and that the code will do later', () => {
    const kiosk = shown({ state: 'sending' }, { voucherNo: null });
    expect(kiosk.field('claim-code')?.dataset.value).toBe(CLAIM.url);
    expect(kiosk.field('claim-state')?.dataset.value).toBe('sending');
    expect(kiosk.text()).toContain('正在送出，稍后扫码也能取。');
    expect(kiosk.text()).toContain('回家再扫');
    expect(kiosk.field('voucher-no')).toBeNull();
  });

  it('shows no more of a person than any other screen', () => {
    const kiosk = shown();
    expect(kiosk.text()).not.toContain('证件号码');
    expect(document.querySelector('.slip')).toBeNull();
  });

  it('can be printed all the same, and left', () => {
    const kiosk = shown();
    kiosk.control('print-slip').click();
    kiosk.control('finish').click();
    expect(kiosk.intents.map(({ type }) => type)).toEqual(['print-slip', 'finish']);
    expect(shown({}, { canPrint: false }).control('print-slip').disabled).toBe(true);
  });

  it('that cannot be had is not promised', () => {
    const kiosk = renderKiosk(snapshot({ ...receipt, mode: 'electronic' }));
    expect(kiosk.field('claim-code')).toBeNull();
    expect(kiosk.field('claim-state')?.dataset.value).toBe('none');
    expect(kiosk.text()).toContain('本机暂不提供手机取凭证');
  });
});

describe('receipt on the glass', () => {
  it('shows every block of the slip', () => {
    const preview: ScreenOf<'receipt'>['preview'] = [...receipt.preview, { kind: 'space' }];
    const kiosk = renderKiosk(snapshot({ ...receipt, mode: 'electronic', preview }));
    for (const block of preview) {
      if ('text' in block) expect(kiosk.text()).toContain(block.text);
      if (block.kind === 'pair') expect(kiosk.text()).toContain(`${block.label}${block.value}`);
    }
  });
});

describe('farewell', () => {
  it('asks for the card while it is inside, and ends only without it', () => {
    const kiosk = renderKiosk(snapshot(farewell));
    expect(kiosk.text()).toContain('请取回社保卡');
    expect(() => kiosk.control('finish')).toThrow('0 controls');
    kiosk.show(snapshot({ ...farewell, cardInside: false }, { seq: 2 }));
    expect(kiosk.text()).not.toContain('请取回社保卡');
    expect(kiosk.field('countdown')?.dataset.value).toBe('12');
    expect(kiosk.control('finish').disabled).toBe(false);
  });
});

describe('trouble', () => {
  it('offers the electronic card where the plastic one has failed for good', () => {
    const kiosk = renderKiosk(snapshot({ ...trouble, code: 'CARD_GIVE_UP', canRetry: false, canScan: true }));
    expect(kiosk.text()).toContain('请改扫手机上的电子社保卡');
    kiosk.control('scan-instead').click();
    expect(kiosk.intents).toEqual([{ type: 'scan-instead' }]);
    kiosk.show(snapshot({ ...trouble, code: 'CARD_GIVE_UP', canRetry: false }, { seq: 2 }));
    expect(() => kiosk.control('scan-instead')).toThrow('0 controls');
    expect(kiosk.text()).toContain('到人工柜台办理');
  });

  it.each(TROUBLE_CODES)('%s says what happened, where the money is, what to do and whom to call', (code) => {
    const kiosk = renderKiosk(snapshot({ ...trouble, code }));
    expect(kiosk.field('error-code')?.dataset.value).toBe(code);
    expect(kiosk.text()).toContain(TROUBLES[code].money === 'not-paid' ? '钱还没付' : '不会重复扣款');
    expect(kiosk.text()).toContain('12333');
  });

  it('offers another try only where main does', () => {
    const kiosk = renderKiosk(snapshot(trouble));
    kiosk.control('retry').click();
    kiosk.show(snapshot({ ...trouble, canRetry: false }, { seq: 2 }));
    kiosk.control('cancel').click();
    expect(kiosk.intents).toEqual([{ type: 'retry' }, { type: 'cancel' }]);
    expect(() => kiosk.control('retry')).toThrow('0 controls');
  });
});

describe('a locked account', () => {
  it('is told when it opens', () => {
    const kiosk = renderKiosk(
      snapshot({ ...trouble, code: 'ACCOUNT_LOCKED', canRetry: false, until: '2026-11-26 09:30' }),
    );
    expect(kiosk.text()).toContain('请在11月26日 09:30以后再来');
    kiosk.show(snapshot({ ...trouble, code: 'ACCOUNT_LOCKED', canRetry: false }, { seq: 2 }));
    expect(kiosk.text()).toContain('请过一天再来');
  });
});
