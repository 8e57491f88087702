import type {
  ADVICE_NOTES,
  PrinterPageView,
  ProbeResult,
  SLIP_QUESTIONS,
  SlipQuestion,
  SlipResult,
  STATUS_FLAGS,
} from './printer-tests.ts';
import { errorWords } from './technician-words.ts';

/** The printer page's words, in Chinese. Codes stand beside them, never alone. */

export const FLAG_WORDS: Readonly<Record<(typeof STATUS_FLAGS)[number], string>> = {
  offline: '脱机',
  coverOpen: '机盖打开',
  paperOut: '缺纸',
  paperNearEnd: '纸将尽',
  cutter: '切刀故障',
  jam: '卡纸',
  unrecoverable: '不可恢复的故障',
  selfRecovering: '过热，会自己恢复',
  otherError: '没有说明原因的故障',
  presenterFull: '出纸口有纸',
};

export const PROOF_WORDS: Readonly<Record<PrinterPageView['profile']['proof'], string>> = {
  'process-id': '打印回执（GS ( H），证据 A',
  'gs-r': '按顺序应答（GS r），证据 B',
  none: '只看时间，证据 C',
};

/** What to do about each reason not to print; a printer that can print leaves nothing to do. */
const REMEDIES: Readonly<Record<string, string>> = {
  ready: '不用做什么。',
  low: '纸快用完，请备好同样宽度的新纸卷。',
  'paper-out': '装入新纸卷（热敏面朝打印头），合上机盖，再打印一张测试凭条，确认纸没有装反。',
  'cover-open': '检查纸路，然后合上机盖。',
  cutter: '打开机盖，清出切刀处的碎纸，合上机盖。仍不行：断电一分钟后再开。',
  jam: '打开机盖，取出卡住的纸，剪平纸头，合上机盖。',
  overheated: '等几分钟，打印头冷却后会自己恢复。',
  offline: '看打印机面板：松开走纸键，退出自检或设置状态。',
  'presenter-full': '取走出纸口的凭条。它可能是居民的，请按遗留凭条保管或销毁。',
  fault: '断电一分钟后再开。仍不行：换打印机并报修。',
  silent: '线通着，但打印机没有应答：检查电源、波特率和型号配置。',
  gone: '检查打印机电源和连接线，以及 kiosk.yaml 里的路径或地址。',
  remainder: '不用动手：打印机会先打完机内剩下的内容，印上“以上作废”并切下。请取走销毁。',
};

const ROLL_COUNTED_OUT =
  '传感器报“纸将尽”后已打够张数，为免凭条打到一半没纸，已停止打印。请换新纸卷，再按“换了新纸卷”。';

/** What a technician does now. */
export function todoWords({ readiness, status, slipsLeft }: PrinterPageView): string {
  const code = readiness.replace(/^blocked:/, '');
  const sensorSeesPaper = status !== null && !status.includes('paperOut');
  if (code === 'paper-out' && sensorSeesPaper && slipsLeft === 0) return ROLL_COUNTED_OUT;
  return REMEDIES[code] ?? '看打印机面板上的提示。';
}

const EVIDENCE: Readonly<Record<'A' | 'B' | 'C' | 'D', readonly [string, string]>> = {
  A: ['已打印', '打印机在切纸后回应了这张凭条的编号（证据 A）。'],
  B: ['已打印', '排在凭条后面的询问得到了应答，状态正常（证据 B）。'],
  C: ['应该打好了', '时间已到，状态正常，但这台打印机给不出证明（证据 C）。请看一眼纸。'],
  D: ['没有证明', '请看一眼纸（证据 D）。'],
};

/** In a few words, and what stands behind them. */
export function slipResultWords(result: SlipResult): readonly [head: string, detail: string] {
  switch (result.state) {
    case 'PRINTED':
      return EVIDENCE[result.evidence];
    case 'UNCERTAIN':
      return [
        '不知道打好没有',
        `${reasonWords(result.reason)}。打印机里剩下的内容会先清空，不会打到别人的凭条上。`,
      ];
    case 'FAILED_CLEAN':
      return ['没有打印', `${reasonWords(result.reason)}。一个字节也没有发出。`];
    case 'BUG':
      return ['程序出错', '详见日志。'];
  }
}

export const PROBE_WORDS: Readonly<Record<ProbeResult['kind'], string>> = {
  supported: '支持',
  unsupported: '不支持',
  unknown: '不知道',
  refused: '没有探测',
};

/** What a probe's result means for kiosk.yaml. */
export function probeMeaning({ kind, reason }: ProbeResult, page: PrinterPageView): string {
  const isClaimed = page.profile.proof === 'process-id';
  switch (kind) {
    case 'supported':
      return isClaimed
        ? '打印机回应了编号，配置里已经用上。'
        : '打印机回应了编号，每张凭条都能单独证明。请在 kiosk.yaml 的 printer 下加上这一行：';
    case 'unsupported':
      return isClaimed
        ? '后面的询问有应答，编号没有。配置却要求回执：请去掉 kiosk.yaml 里的 processId: true，或换一个型号配置。'
        : '后面的询问有应答，编号没有。kiosk.yaml 不用改。';
    case 'unknown':
      return `没有等到应答（${reasonWords(reason)}）。请看探测纸条开头：有 00 和四位数字，就是不支持；没有字，请再探测一次。`;
    case 'refused':
      return `现在探测不安全，什么也没有发出：${reasonWords(reason)}。`;
  }
}

export const PROCESS_ID_LINE = 'options: { processId: true }';

type Answers<Q extends SlipQuestion> = Readonly<Record<(typeof SLIP_QUESTIONS)[Q][number], string>>;

export const QUESTION_WORDS: {
  readonly [Q in SlipQuestion]: {
    readonly ask: string;
    readonly short: string;
    readonly answers: Answers<Q>;
  };
} = {
  ruler: {
    ask: '第 1 项，标尺和下面的汉字',
    short: '标尺',
    answers: { 'one-line': '正好一行', wrapped: '折成了两行', short: '一行，右边空着一截' },
  },
  hanzi: {
    ask: '第 2 项，汉字和金额',
    short: '汉字',
    answers: { right: '都对', wrong: '乱码、缺字或问号' },
  },
  size: {
    ask: '第 3 项，大字和后面的小字',
    short: '字号',
    answers: { right: '都对', wrong: '大字不大，或小字没有变回来' },
  },
  qr: {
    ask: '第 5 项，用手机扫，哪个能扫出',
    short: '二维码',
    answers: { both: '两个都能', printer: '只有上面的', image: '只有下面的', none: '都不能' },
  },
  cut: {
    ask: '第 6 项，切在哪里',
    short: '切纸',
    answers: { right: '末行以下不远', uncut: '没有切', through: '切到了字', far: '末行以下很远' },
  },
  head: {
    ask: '探测纸条开头',
    short: '打印回执',
    answers: { clean: '没有多出的字', text: '有 00 和四位数字' },
  },
};

export const NOTE_WORDS: Readonly<Record<(typeof ADVICE_NOTES)[number], string>> = {
  hanzi: '汉字与型号配置无关：检查打印机的拨码开关或自检页，要设为中文（GB 18030 或 GBK）字库。',
  'no-profile': '现有配置都不符合。请把这张凭条和打印机型号一起交给维护单位，补一个型号配置。',
  'probe-missing': '打印回执还没有探测出结果。探测后可能多一行 options。',
  'drop-process-id': '这台打印机不支持打印回执：请去掉原来的 processId: true。',
};

/** The maker's own answer, bit by bit. Source: the driver's maker-status. */
const MAKER_BITS: Readonly<
  Record<PrinterPageView['profile']['extra'], readonly (readonly (readonly [number, string])[])[]>
> = {
  none: [],
  'masung-exit': [
    [
      [0x80, '收纸器故障'],
      [0x01, '出纸口堵塞'],
      [0x08, '卡纸'],
      [0x02, '纸被拉走'],
      [0x04, '出纸口有纸'],
    ],
  ],
  'custom-full': [
    [
      [0x01, '缺纸'],
      [0x04, '纸将尽'],
      [0x20, '出纸口有凭条'],
      [0x40, '按长度计算纸将尽'],
    ],
    [
      [0x01, '打印头抬起'],
      [0x02, '机盖打开'],
    ],
    [
      [0x01, '打印头过热'],
      [0x40, '卡纸'],
    ],
    [[0x01, '切刀故障']],
  ],
};

/** Empty when it reports nothing, or nothing that we know. */
export function makerWords(
  extra: PrinterPageView['profile']['extra'],
  bytes: readonly number[],
): readonly string[] {
  return MAKER_BITS[extra].flatMap((bits, index) =>
    bits.filter(([mask]) => ((bytes[index] ?? 0) & mask) !== 0).map(([, words]) => words),
  );
}

/** `12 1A` */
export function hexWords(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

interface FieldWords {
  readonly label: string;
  readonly unit?: string;
  readonly values?: Readonly<Record<string, string>>;
}

const COMMON: Readonly<Record<string, string>> = { none: '没有' };

const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  'paper.widthMm': { label: '纸宽', unit: 'mm' },
  'paper.columns': { label: '每行', unit: '列' },
  'proof.kind': { label: '打印证明', values: PROOF_WORDS },
  'cut.command': {
    label: '切纸',
    values: {
      'gs-v-65': '走到切刀，全切（GS V 65）',
      'gs-v-66': '走到切刀，半切（GS V 66）',
      'esc-i': '全切（ESC i）',
      'esc-m': '半切（ESC m）',
    },
  },
  'cut.headToCutterMm': { label: '打印头到切刀', unit: 'mm' },
  'text.size': { label: '字号命令', values: { 'gs-and-fs': 'GS ! 和 FS !', 'esc-and-fs': 'ESC ! 和 FS !' } },
  'text.bold': { label: '加粗命令', values: { 'esc-e': 'ESC E', 'esc-g': 'ESC G' } },
  'qr.command': { label: '二维码', values: { 'gs-k': '打印机生成（GS ( k）', raster: '本机画图' } },
  'image.command': { label: '图像命令', values: { 'gs-v-0': 'GS v 0', 'gs-l': 'GS ( L' } },
  'presenter.present': { label: '送出凭条', values: { none: '不用命令', 'gs-e': 'GS e 3' } },
  'presenter.retract': { label: '收回凭条', values: { none: '不能', 'gs-e': 'GS e 2' } },
  'status.extra': {
    label: '厂家状态',
    values: { 'masung-exit': '出纸口（DLE EOT 5）', 'custom-full': '全状态（DLE EOT 20）' },
  },
  'status.automatic': { label: '自动上报', values: { 'gs-a': '有（GS a）' } },
  'clear.command': {
    label: '清空缓冲',
    values: {
      none: '不能，只能打完',
      'dle-dc4-8': '随时（DLE DC4 8）',
      'dle-enq-2': '故障恢复时（DLE ENQ 2）',
    },
  },
  'line.baudRate': { label: '出厂波特率', unit: 'baud' },
  'line.flow': { label: '流控', values: { none: '无', rtscts: 'RTS/CTS' } },
};

/** A value of a profile's file, as a technician would say it. */
export function factWords(field: string, value: string): readonly [label: string, value: string] {
  const words = FIELD_WORDS[field];
  if (words === undefined) return [field, value];
  const said = words.values?.[value] ?? COMMON[value] ?? value;
  return [words.label, words.unit === undefined ? said : `${said} ${words.unit}`];
}

/** 830 mm, 12.4 m */
export function lengthWords(mm: number): string {
  return mm < 1_000 ? `${Math.round(mm)} mm` : `${(mm / 1_000).toFixed(1)} m`;
}

function reasonWords(code: string): string {
  return errorWords(code).split('：', 1)[0] || code;
}
