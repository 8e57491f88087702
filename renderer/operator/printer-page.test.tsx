import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenState, OperatorRequest } from '../../main/contract/operator.ts';
import type { PrinterPageView, PrinterTestView } from '../../main/contract/printer-tests.ts';
import { PrinterPage } from './printer-page.tsx';
import { printedSlip, printerPage } from './testing/printer-pages.ts';
import { openState } from './testing/states.ts';

afterEach(cleanup);

function shown(change: Partial<PrinterPageView> | null = {}, state: Partial<OpenState> = {}) {
  const asked: OperatorRequest[] = [];
  const printer = change === null ? null : printerPage(change);
  const { container } = render(
    <PrinterPage
      state={openState({ ...state, printer })}
      ask={async (request) => asked.push(request) > 0}
      paper={async () => null}
    />,
  );
  const field = (name: string) => container.querySelector<HTMLElement>(`[data-field="${name}"]`);
  const words = (name: string) => field(name)?.textContent ?? null;
  const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
  const press = (name: string) => act(async () => button(name).click());
  return { asked, container, field, words, button, press };
}

const tested = (test: Partial<PrinterTestView>): Partial<PrinterPageView> => ({
  test: { busy: null, slip: null, probe: null, ...test },
});

describe('the printer’s state', () => {
  it('is told in words, with what to do', () => {
    const { words, field, container } = shown({ forgotten: true });
    expect(words('printer-readiness')).toBe('可以打印');
    expect(words('printer-todo')).toBe('不用做什么。');
    expect(words('printer-model')).toBe('TM-T82II');
    expect(words('printer-proof')).toContain('证据 B');
    expect(words('printer-remainder')).toBe('没有');
    expect(words('printer-status')).toBe('正常');
    expect(container.textContent).toContain('12 12 12 12');
    expect(field('printer-forgotten')).not.toBeNull();
  });

  it('names what is wrong, and what the maker’s own answer says', () => {
    const { words, field, container } = shown({
      readiness: 'blocked:presenter-full',
      remainder: true,
      firmware: '',
      status: ['offline', 'presenterFull'],
      raw: { realTime: [0x1a, 0x12, 0x12, 0x12], maker: [0x04] },
      profile: { name: 'masung', model: '美松', proof: 'gs-r', extra: 'masung-exit' },
    });
    expect(field('printer-readiness')?.className).toContain('bad');
    expect(words('printer-todo')).toContain('遗留凭条');
    expect(words('printer-status')).toBe('脱机，出纸口有纸');
    expect(words('printer-maker')).toContain('出纸口有纸');
    expect(words('printer-remainder')).toContain('可能有');
    expect(container.textContent).not.toContain('固件');
  });

  it('is nothing before the printer has answered, nor without one', () => {
    const { container } = shown({ status: null, raw: null, connection: 'connecting' });
    expect(container.textContent).toContain('还没有应答');
    cleanup();
    // What was said last is not what is the case now.
    expect(shown({ connection: 'gone', status: ['paperOut'] }).container.textContent).toContain('断开前状态');
    cleanup();
    expect(shown(null).container.textContent).toContain('没有配置打印机');
  });

  it('has a maker’s answer that reports nothing, and a status without bytes', () => {
    const { words } = shown({ raw: { realTime: [0x12, 0x12, 0x12, 0x12], maker: [0] } });
    expect(words('printer-maker')).toContain('正常');
    cleanup();
    expect(shown({ raw: null }).words('printer-status')).toBe('正常');
  });
});

describe('paper used', () => {
  it('is told by roll and in all, and a new roll is one press', async () => {
    const { words, field, asked, press } = shown();
    expect([words('roll-mm'), words('total-mm')]).toEqual(['830 mm', '12.4 m']);
    expect([words('roll-slips'), words('total-slips'), words('total-cuts')]).toEqual([
      '6 张',
      '95 张',
      '97 次',
    ]);
    for (const absent of ['total-unproven', 'roll-low', 'counters-kept']) expect(field(absent)).toBeNull();
    await press('换了新纸卷');
    expect(asked).toEqual([{ type: 'new-roll' }]);
  });

  it('near its end: since when, how much since, how many slips are left', () => {
    const { counters } = printerPage();
    const low = { since: counters.roll.since, mm: 1_400, slips: 11 };
    const { words } = shown({
      counters: { ...counters, unproven: 2, roll: { ...counters.roll, low } },
      slipsLeft: 9,
      countersKept: 'restarted',
    });
    expect(words('roll-low')).toContain('此后走纸 1.4 m');
    expect(words('slips-left')).toBe('约还能打 9 张');
    expect(words('total-unproven')).toBe('2 张');
    expect(words('counters-kept')).toContain('损坏');
    cleanup();
    const unsure = shown({
      counters: { ...counters, roll: { ...counters.roll, low } },
      countersKept: 'unwritable',
    });
    expect(unsure.field('slips-left')).toBeNull();
    expect(unsure.words('counters-kept')).toContain('写不进');
  });
});

describe('tests', () => {
  it('print as configured, and probe, but not while anything speaks against it', async () => {
    const { asked, press, field } = shown();
    expect(field('test-phase')?.textContent).toContain('居民不能办理');
    await press('打印测试凭条');
    await press('探测打印回执');
    expect(asked).toEqual([
      { type: 'print-calibration', profile: 'generic-80' },
      { type: 'probe-process-id' },
    ]);
  });

  it.each([
    [{ connection: 'gone' }, {}, '没有连接'],
    [tested({ busy: 'slip' }), {}, '正在打印'],
    [tested({ busy: 'probe' }), {}, '正在探测'],
    [{}, { service: 'busy' }, '有人正在使用'],
  ] as const)('%j with %j: %s', (page, state, words) => {
    const { button, field } = shown(page, state);
    for (const name of ['打印测试凭条', '探测打印回执', '按 generic-80 打印校准凭条'])
      expect(button(name).disabled, name).toBe(true);
    expect(field('test-phase')?.textContent).toContain(words);
  });

  it('tell a slip that was not printed without asking about it', () => {
    const { words, container } = shown(
      tested({ slip: printedSlip({ result: { state: 'FAILED_CLEAN', reason: 'paper-out' } }) }),
    );
    expect(words('slip-result')).toBe('没有打印');
    expect(container.querySelector('.question')).toBeNull();
    cleanup();
    expect(shown(tested({ slip: printedSlip({ result: null }) })).field('slip-result')).toBeNull();
  });

  it('ask about a slip that is out, or may be, and show what was answered', async () => {
    const { asked, press, container, button } = shown(
      tested({
        slip: printedSlip({
          result: { state: 'UNCERTAIN', reason: 'timeout' },
          answers: { ruler: 'wrapped' },
        }),
      }),
    );
    expect(container.querySelectorAll('.question')).toHaveLength(5);
    expect(button('折成了两行').getAttribute('aria-pressed')).toBe('true');
    expect(button('正好一行').getAttribute('aria-pressed')).toBe('false');
    expect(container.textContent).toContain('还要回答：标尺、二维码。');
    await press('只有下面的');
    await press('清除');
    expect(asked).toEqual([{ type: 'answer-slip', question: 'qr', answer: 'image' }, { type: 'end-test' }]);
  });

  it('ask about the head of the strip only where the probe has left it open', () => {
    const probe = { kind: 'unknown', reason: 'timeout' } as const;
    const { container, words } = shown(tested({ slip: printedSlip(), probe }));
    expect(container.querySelector('.question[data-id="head"]')).not.toBeNull();
    expect(words('probe-result')).toBe('不知道');
  });

  it('say which profile fits, with the lines for kiosk.yaml', () => {
    const yaml = 'printer:\n  profile: generic-80';
    const { words, field } = shown(
      tested({
        slip: printedSlip({
          advice: { kind: 'fits', profile: 'generic-80', yaml, notes: ['probe-missing'] },
        }),
      }),
    );
    expect(words('advice-yaml')).toBe(yaml);
    expect(words('advice-note')).toContain('打印回执');
    expect(field('advice')?.dataset.ok).toBe('true');
  });

  it('say which one to try next, and print it', async () => {
    const { asked, press, words } = shown(
      tested({
        slip: printedSlip({ advice: { kind: 'try', profile: 'generic-58', because: ['ruler', 'cut'] } }),
      }),
    );
    expect(words('advice')).toContain('标尺、切纸不对，换 generic-58 试试');
    await press('按 generic-58 打印校准凭条');
    expect(asked).toEqual([{ type: 'print-calibration', profile: 'generic-58' }]);
  });

  it('admit when no profile helps', () => {
    const { words, field } = shown(
      tested({
        slip: printedSlip({ advice: { kind: 'none', because: ['hanzi'], notes: ['hanzi'] } }),
      }),
    );
    expect(words('advice')).toContain('汉字不对');
    expect(words('advice-note')).toContain('拨码开关');
    expect(field('advice')?.dataset.ok).toBe('false');
  });

  it('give the line for a printer that can prove more than is configured, and none for one that is', () => {
    const probe = { kind: 'supported', reason: '' } as const;
    expect(shown(tested({ probe })).words('probe-yaml')).toBe('options: { processId: true }');
    cleanup();
    const profile = { ...printerPage().profile, proof: 'process-id' } as const;
    expect(shown({ ...tested({ probe }), profile }).field('probe-yaml')).toBeNull();
    cleanup();
    const wrong = shown({ ...tested({ probe: { kind: 'unsupported', reason: '' } }), profile });
    expect(wrong.container.querySelector('.result')?.getAttribute('data-ok')).toBe('false');
  });
});

describe('profiles', () => {
  it('show their facts and how well they are known, and print their slip', async () => {
    const { container, asked, press } = shown();
    const facts = container.querySelectorAll('[data-field="profile-facts"] dd');
    expect([...facts].map((fact) => fact.textContent)).toEqual(['48 列', '115200 baud?']);
    expect(container.textContent).toContain('a guess');
    await press('generic-58 通用 58 mm 热敏打印机');
    await press('按 generic-80 打印校准凭条');
    expect(asked).toEqual([
      { type: 'show-profile', profile: 'generic-58' },
      { type: 'print-calibration', profile: 'generic-80' },
    ]);
  });

  it('on the demo rig the paper can be looked at beside the questions', () => {
    const demo = { levers: [], orders: [], paperVersion: 3 };
    expect(shown({}, { rig: 'demo', demo }).container.textContent).toContain('看模拟打印机的纸');
    cleanup();
    const blank = shown({}, { rig: 'demo', demo: { ...demo, paperVersion: 0 } });
    expect(blank.container.textContent).not.toContain('看模拟打印机的纸');
  });
});
