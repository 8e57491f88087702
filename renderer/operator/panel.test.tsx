import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OperatorBridge } from '../../main/contract/bridge.ts';
import {
  type OperatorAnswer,
  type OperatorRequest,
  type OperatorState,
  operatorStateSchema,
} from '../../main/contract/operator.ts';
import { groupLevers } from './lever-groups.ts';
import { Panel } from './panel.tsx';

afterEach(cleanup);

const STATE: OperatorState = operatorStateSchema.parse({
  screen: 'pay',
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
  devices: [{ device: '打印机', state: 'ready', model: 'demo', firmware: '1.0' }],
  orders: [
    { id: 'K1', state: 'PAID', status: 'paid', amountFen: 38_000, channel: 'wechat', voucherNo: null },
  ],
  paperVersion: 0,
});

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

describe("the technician's panel", () => {
  it('is the operator screen, before and after it knows anything', async () => {
    const { container, show } = panel();
    expect(container.querySelectorAll('[data-screen="operator"]')).toHaveLength(1);
    await show(STATE);
    expect(container.querySelector('[data-field="resident-screen"]')?.textContent).toBe('pay');
    expect(container.querySelector('[data-id="K1"] .number')?.textContent).toBe('¥380.00');
    expect(container.textContent).toContain('ready');
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
    await show({ ...STATE, paperVersion: 1 });
    expect(container.querySelector<HTMLImageElement>('.paper')?.src).toBe('blob:1');
    await show({ ...STATE, paperVersion: 2 });
    expect(container.querySelector<HTMLImageElement>('.paper')?.src).toBe('blob:2');
    expect(create).toHaveBeenCalledTimes(2);
    expect(revoke).toHaveBeenCalledWith('blob:1');
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
