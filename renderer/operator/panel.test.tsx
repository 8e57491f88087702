import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OperatorBridge } from '../../main/contract/bridge.ts';
import type {
  DemoState,
  OperatorAnswer,
  OperatorRequest,
  OperatorState,
} from '../../main/contract/operator.ts';
import { groupLevers } from './lever-groups.ts';
import { Panel } from './panel.tsx';
import { cardTest, device, openState } from './testing/states.ts';

afterEach(cleanup);

const DEMO = {
  levers: [
    {
      id: 'card-insert',
      label: '插卡',
      kind: 'action',
      args: [
        {
          name: 'card',
          label: '哪张卡',
          type: 'choice',
          options: [
            { value: 'wang', label: '王*明' },
            { value: 'li', label: '李*' },
          ],
        },
      ],
    },
    {
      id: 'printer-paper-out',
      label: '缺纸',
      kind: 'fault',
      args: [
        { name: 'afterMm', label: '打多少后', type: 'number', min: 0, max: 500, unit: '毫米' },
        { name: 'note', label: '备注', type: 'text', maxLength: 20, optional: true },
        { name: 'clear', label: '恢复', type: 'boolean', optional: true },
        { name: 'loud', label: '响', type: 'boolean' },
      ],
    },
  ],
  orders: [
    {
      id: 'K1',
      state: 'PAID',
      status: 'paid',
      amountFen: 38_000,
      channel: 'wechat',
      voucherNo: null,
      review: true,
    },
  ],
  paperVersion: 0,
} satisfies DemoState;
const STATE = openState({ rig: 'demo', demo: DEMO });

function panel(answer: OperatorAnswer = { ok: true }, paper: Uint8Array | null = null) {
  const requests: OperatorRequest[] = [];
  let listener: (state: OperatorState) => void = () => {};
  const bridge: OperatorBridge = {
    onState: (given) => {
      listener = given;
    },
    request: async (request) => {
      requests.push(request);
      return answer;
    },
    paper: async () => paper,
  };
  const { container } = render(<Panel bridge={bridge} />);
  const show = (state: OperatorState) => act(async () => listener(state));
  return { requests, show, container };
}

const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());

describe('the demo page', () => {
  it('is the operator screen, before and after it knows anything', async () => {
    const { container, show } = panel();
    expect(container.querySelectorAll('[data-screen="operator"]')).toHaveLength(1);
    await show(STATE);
    const resident = container.querySelector<HTMLElement>('[data-field="resident-screen"]');
    expect([resident?.dataset.value, resident?.textContent]).toEqual(['attract', '待机']);
    expect(container.querySelector('[data-id="K1"] .number')?.textContent).toBe('¥380.00大额复核');
    expect(container.textContent).toContain('演示');
  });

  it('pulls a lever with what its controls say', async () => {
    const { requests, show } = panel();
    await show(STATE);
    fireEvent.change(screen.getByLabelText('哪张卡'), { target: { value: 'li' } });
    await press('插卡');
    expect(requests).toEqual([{ type: 'apply-lever', id: 'card-insert', args: { card: 'li' } }]);
    expect(screen.getByRole('status').textContent).toBe('插卡：已执行');
  });

  it('leaves out what is optional and was not given', async () => {
    const { requests, show } = panel();
    await show(STATE);
    fireEvent.change(screen.getByLabelText('打多少后'), { target: { value: '40' } });
    fireEvent.click(screen.getByLabelText('响'));
    await press('缺纸');
    fireEvent.change(screen.getByLabelText('备注'), { target: { value: '试' } });
    fireEvent.change(screen.getByLabelText('恢复'), { target: { value: 'true' } });
    await press('缺纸');
    fireEvent.change(screen.getByLabelText('备注'), { target: { value: '' } });
    fireEvent.change(screen.getByLabelText('恢复'), { target: { value: '' } });
    await press('缺纸');
    expect(requests.map((request) => (request.type === 'apply-lever' ? request.args : null))).toEqual([
      { afterMm: 40, loud: false },
      { afterMm: 40, loud: false, note: '试', clear: true },
      { afterMm: 40, loud: false },
    ]);
  });

  it('says what went wrong', async () => {
    const { show } = panel({ ok: false, message: '卡已经在里面' });
    await show(STATE);
    await press('插卡');
    expect(screen.getByRole('status').textContent).toBe('插卡：卡已经在里面');
    expect(screen.getByRole('status').dataset.ok).toBe('false');
  });

  it('makes the clock run ahead, and closes', async () => {
    const { requests, show } = panel();
    await show(STATE);
    await press('快进 5 分钟');
    await press('关闭面板');
    expect(requests).toEqual([{ type: 'advance-clock', seconds: 300 }, { type: 'close-panel' }]);
  });

  it('shows the newest paper, and lets the old picture go', async () => {
    const create = vi
      .spyOn(URL, 'createObjectURL')
      .mockReturnValueOnce('blob:1')
      .mockReturnValueOnce('blob:2');
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
    const { container, show } = panel({ ok: true }, new Uint8Array([137, 80, 78, 71]));
    await show(STATE);
    expect(container.querySelector('.paper')).toBeNull();
    await show(openState({ rig: 'demo', demo: { ...DEMO, paperVersion: 1 } }));
    expect(container.querySelector<HTMLImageElement>('.paper')?.src).toBe('blob:1');
    await show(openState({ rig: 'demo', demo: { ...DEMO, paperVersion: 2 } }));
    expect(container.querySelector<HTMLImageElement>('.paper')?.src).toBe('blob:2');
    expect(create).toHaveBeenCalledTimes(2);
    expect(revoke).toHaveBeenCalledWith('blob:1');
  });
});

/** Machine values of the facts of one name, in order. */
function values(container: HTMLElement, field: string): readonly (string | undefined)[] {
  const facts = container.querySelectorAll<HTMLElement>(`[data-field="${field}"]`);
  return [...facts].map(({ dataset, textContent }) => dataset.value ?? textContent ?? undefined);
}

describe('the device page', () => {
  it('is what a real terminal opens with, and nothing of the demo is there', async () => {
    const { container, show } = panel();
    await show(openState({ devices: [device('card-reader'), device('agency', { connection: 'unasked' })] }));
    expect(container.textContent).not.toContain('演示');
    expect(screen.getByRole('button', { name: '设备' }).getAttribute('aria-current')).toBe('page');
    expect(values(container, 'device-state')).toEqual(['ready', 'unasked']);
    expect(container.textContent).toContain('尚未调用');
    expect(values(container, 'device-model')).toEqual(['ACR1281S', 'ACR1281S']);
  });

  it('says in words what last went wrong and what went well, and when', async () => {
    const { container, show } = panel();
    await show(
      openState({
        devices: [
          device('printer', {
            readiness: 'blocked:paper-out',
            lastError: { code: 'paper-out', detail: '', at: Date.parse('2026-11-24T08:59:03+08:00') },
            lastSuccess: { what: 'printed', at: Date.parse('2026-11-23T17:30:00+08:00') },
          }),
          device('agency', { lastError: { code: 'NEW_CODE', detail: 'x', at: 0 } }),
        ],
      }),
    );
    expect(container.textContent).toContain('缺纸paper-out，08:59:03');
    expect(container.textContent).toContain('打印成功11-23 17:30:00');
    expect(container.textContent).toContain('不能打印：缺纸');
    expect(values(container, 'last-error')).toEqual(['paper-out', 'NEW_CODE']);
  });

  it('tells that a device has come back as another one', async () => {
    const { container, show } = panel();
    const replaced = { model: 'ACR122U', firmware: '102', at: Date.parse('2026-11-24T08:00:00+08:00') };
    await show(openState({ devices: [device('card-reader', { replaced })] }));
    expect(values(container, 'device-replaced')).toEqual(['ACR122U 102']);
  });

  it('says of what is not fitted only that it is not', async () => {
    const { container, show } = panel();
    await show(openState({ devices: [device('code-scanner', { fitting: null, connection: 'absent' })] }));
    expect(container.querySelector('[data-id="code-scanner"]')?.textContent).toBe('扫码器未配置');
  });
});

describe('the card test page', () => {
  async function onPage(state: OperatorState) {
    const page = panel();
    await page.show(state);
    await press('读卡测试');
    return page;
  }

  it('starts a test, waits for the card and can be called off', async () => {
    const { requests, show, container } = await onPage(openState());
    await press('读测试卡');
    await show(openState({ service: 'closed', cardTest: cardTest({ phase: 'waiting' }) }));
    expect(values(container, 'test-phase')).toEqual(['waiting']);
    expect(screen.getByRole('button', { name: '读测试卡' })).toHaveProperty('disabled', true);
    await press('清除');
    expect(requests).toEqual([{ type: 'test-card' }, { type: 'end-test' }]);
  });

  it('shows each exchange with its meaning, and marks what is worth a look', async () => {
    const { container } = await onPage(
      openState({
        cardTest: cardTest({
          exchanges: [
            { step: 'power-on', command: '', answer: 'ATR', shape: '17 bytes', ms: 35 },
            { step: 'select-application', command: '00 A4 04 00 0F', answer: '611C', shape: '', ms: 40 },
            { step: 'read-record', command: '00 B2 08 34 14', answer: '6982', shape: '', ms: 1_234 },
          ],
          dropped: 2,
        }),
      }),
    );
    expect(values(container, 'exchange')).toEqual(['power-on', 'select-application', 'read-record']);
    expect(container.textContent).toContain('还有 28 字节可取');
    expect(container.textContent).toContain('安全条件不满足，需要认证');
    expect(container.textContent).toContain('1.23 s');
    expect(container.textContent).toContain('另有 2 条');
    expect([...container.querySelectorAll('td.bad')].map(({ textContent }) => textContent)).toEqual([
      '6982 安全条件不满足，需要认证',
    ]);
  });

  it('shows the masked identity, what speaks against the card, and where the trace went', async () => {
    const { container, requests } = await onPage(
      openState({
        cardTest: cardTest({
          phase: 'done',
          result: {
            ok: true,
            outcome: 'complete',
            generation: '2',
            name: '王*明',
            idNumber: '440***********1019',
            cardNumber: null,
            region: '440404',
            expiresOn: '2021-01-01',
            warnings: ['EXPIRED', 'NEW_WARNING'],
            ms: 1_520,
          },
          exported: ['/var/lib/kiosk/a.jsonl', '/var/lib/kiosk/a.txt'],
        }),
      }),
    );
    expect(values(container, 'test-outcome')).toEqual(['complete']);
    expect(values(container, 'insured-name')).toEqual(['王*明']);
    expect(values(container, 'card-number')).toEqual(['卡上没有']);
    expect(values(container, 'card-warning')).toEqual(['EXPIRED', 'NEW_WARNING']);
    expect(container.textContent).toContain('卡片已过有效期');
    expect(container.textContent).toContain('共 1.52 s');
    expect(values(container, 'export-path')).toEqual(['/var/lib/kiosk/a.jsonl']);
    await press('导出记录');
    await press('再读一次');
    expect(requests).toEqual([{ type: 'export-trace' }, { type: 'test-card' }]);
  });

  it('shows why nothing could be read', async () => {
    const { container } = await onPage(
      openState({
        cardTest: cardTest({ phase: 'done', result: { ok: false, code: 'CARD_MUTE', detail: 'FE', ms: 80 } }),
      }),
    );
    expect(values(container, 'test-outcome')).toEqual(['CARD_MUTE']);
    expect(container.textContent).toContain('CARD_MUTE FE');
    expect(container.querySelector('[data-field="insured-name"]')).toBeNull();
  });

  it.each([
    ['somebody is there', openState({ service: 'busy' }), '有人正在使用终端'],
    [
      'the reader is away',
      openState({ devices: [device('card-reader', { connection: 'gone' })] }),
      '没有连接',
    ],
    ['there is no reader', openState({ devices: [] }), '没有配置读卡器'],
  ])('cannot start while %s, and says why', async (_, state, words) => {
    const { container } = await onPage(state);
    expect(screen.getByRole('button', { name: '读测试卡' })).toHaveProperty('disabled', true);
    expect(container.textContent).toContain(words);
  });
});

describe('the code test page', () => {
  it('shows kind and length', async () => {
    const { container, requests, show } = panel();
    await show(openState());
    await press('扫码测试');
    await press('扫测试码');
    await show(openState({ codeTest: { phase: 'waiting', kind: 'unknown', length: 0 } }));
    expect(container.querySelector('[data-field="code-kind"]')).toBeNull();
    await show(openState({ codeTest: { phase: 'done', kind: 'payment-code', length: 18 } }));
    expect(values(container, 'code-kind')).toEqual(['payment-code']);
    expect(values(container, 'code-length')).toEqual(['18']);
    expect(container.textContent).toContain('付款码');
    await press('再扫一次');
    expect(requests).toEqual([{ type: 'test-code' }, { type: 'test-code' }]);
  });

  it.each([
    ['somebody is there', openState({ service: 'busy' }), '有人正在使用终端'],
    ['it is away', openState({ devices: [device('code-scanner', { connection: 'gone' })] }), '没有连接'],
    ['there is none', openState({ devices: [] }), '没有配置扫码器'],
  ])('cannot start while %s', async (_, state, words) => {
    const { container, show } = panel();
    await show(state);
    await press('扫码测试');
    expect(screen.getByRole('button', { name: '扫测试码' })).toHaveProperty('disabled', true);
    expect(container.textContent).toContain(words);
  });

  it('says on the demo rig that ending it lets residents in again', async () => {
    const { requests, show } = panel();
    await show(
      openState({ rig: 'demo', demo: DEMO, codeTest: { phase: 'waiting', kind: 'unknown', length: 0 } }),
    );
    await press('扫码测试');
    await press('清除并恢复服务');
    expect(requests).toEqual([{ type: 'end-test' }]);
  });
});

describe('the number', () => {
  const LOCKED: OperatorState = { access: 'locked', triesLeft: 5, waitSeconds: 0 };

  it('is typed or touched, shown as dots, and asked for before anything else is on the page', async () => {
    const { container, requests, show } = panel();
    await show(LOCKED);
    expect(container.querySelectorAll('[data-screen="operator"]')).toHaveLength(1);
    expect(container.querySelector('.devices')).toBeNull();
    expect(screen.getByRole('button', { name: '确定' })).toHaveProperty('disabled', true);
    await press('2');
    await press('4');
    for (const key of ['6', '8', '9', 'Backspace', 'x']) fireEvent.keyDown(window, { key });
    expect(values(container, 'pin-length')).toEqual(['4']);
    expect(container.textContent).not.toContain('2468');
    await press('确定');
    expect(requests.filter(({ type }) => type !== 'touch')).toEqual([{ type: 'unlock', pin: '2468' }]);
    expect(values(container, 'pin-length')).toEqual(['0']);
  });

  it('is at most twelve digits long, and can be begun anew', async () => {
    const { container, show } = panel();
    await show(LOCKED);
    for (let at = 0; at < 14; at += 1) await press('7');
    expect(values(container, 'pin-length')).toEqual(['12']);
    await press('清除');
    expect(values(container, 'pin-length')).toEqual(['0']);
  });

  it('tells how many tries are left, and how long to wait', async () => {
    const { show } = panel({ ok: false, message: '密码不对' });
    await show({ ...LOCKED, triesLeft: 4 });
    for (const digit of ['1', '1', '1', '1', '确定']) await press(digit);
    expect(screen.getByRole('status').textContent).toBe('密码不对，还可试 4 次。');
    await show({ ...LOCKED, triesLeft: 0, waitSeconds: 61 });
    expect(screen.getByRole('status').textContent).toBe('多次不对，请 2 分钟后再试。');
  });
});

describe('presence', () => {
  it('is told to main, at most once in ten seconds', async () => {
    const { requests } = panel();
    const sign = (type: string, timeStamp: number) =>
      fireEvent(window, Object.defineProperty(new Event(type), 'timeStamp', { value: timeStamp }));
    for (const [type, at] of [
      ['pointerdown', 1],
      ['keydown', 9_999],
      ['wheel', 10_001],
    ] as const) {
      sign(type, at);
    }
    expect(requests).toEqual([{ type: 'touch' }, { type: 'touch' }]);
  });
});

describe('grouping levers', () => {
  it('goes by the first word of the id, and names devices that nobody has named', () => {
    const lever = { label: '', kind: 'action', args: [] } as const;
    const groups = groupLevers([
      { ...lever, id: 'card-insert', args: [] },
      { ...lever, id: 'drone-land', args: [] },
      { ...lever, id: 'card-pull', args: [] },
    ]);
    expect(groups.map(({ title, levers }) => [title, levers.map(({ id }) => id)])).toEqual([
      ['读卡器', ['card-insert', 'card-pull']],
      ['drone', ['drone-land']],
    ]);
  });
});
