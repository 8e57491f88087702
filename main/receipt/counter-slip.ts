import type { Slip, SlipBlock } from '../../drivers/printer/slip.ts';
import { TROUBLE_NUMBERS, TROUBLES, type TroubleCode } from '../contract/trouble.ts';
import { SERVICE_PHONE } from '../policy/service.ts';
import { inLargeType } from './large-type.ts';
import { shanghaiTime } from './shanghai-time.ts';
import { DEMO_BANNER, DEMO_NOTE } from './slip-words.ts';

/** Troubles after which somebody has to go to a counter, at once or when there is nothing here to scan a code. */
export type CounterTrouble = {
  [Code in TroubleCode]: (typeof TROUBLES)[Code]['next'] extends 'counter' | 'ecode' ? Code : never;
}[TroubleCode];

export interface CounterSlipRequest {
  readonly trouble: CounterTrouble;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly terminal: { readonly id: string; readonly name: string };
  readonly demo: boolean;
  /** Elder mode. */
  readonly largeType?: boolean;
}

export function needsCounter(code: TroubleCode): code is CounterTrouble {
  const { next } = TROUBLES[code];
  return next === 'counter' || next === 'ecode';
}

interface Advice {
  /** What happened, in at most twelve characters: the large line of 80 mm paper. */
  readonly what: string;
  readonly where: string;
  readonly bring: string;
  /** What to say at the counter, so that nobody has to remember words. */
  readonly ask: string;
}

const CARD_COUNTER = '社保卡服务窗口';
const INSURANCE_COUNTER = '社保参保登记窗口';
const PAYMENT_COUNTER = '社保费缴费窗口';
const CARD_AND_ID = '社保卡、身份证';

const ADVICE: Readonly<Record<CounterTrouble, Advice>> = {
  CARD_GIVE_UP: {
    what: '社保卡读不出来',
    where: CARD_COUNTER,
    bring: CARD_AND_ID,
    ask: '请检查社保卡能不能用，不能用的请换卡。',
  },
  READER_TROUBLE: {
    what: '插卡口不好用',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '自助机读不了卡，请在窗口办理缴费。',
  },
  CARD_EXPIRED: {
    what: '社保卡过期了',
    where: CARD_COUNTER,
    bring: CARD_AND_ID,
    ask: '请换发社保卡。',
  },
  NEEDS_SAM: {
    what: '本机读不了这种卡',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '卡没有坏，自助机不支持，请在窗口办理缴费。',
  },
  NOT_INSURED: {
    what: '没有查到参保信息',
    where: INSURANCE_COUNTER,
    bring: CARD_AND_ID,
    ask: '请查询参保登记，没有登记的请补办。',
  },
  VERIFICATION_NEEDED: {
    what: '要先核实身份',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '请核实身份后办理缴费。',
  },
  ACCOUNT_LOCKED: {
    what: '账户暂时锁住了',
    where: CARD_COUNTER,
    bring: CARD_AND_ID,
    ask: '请解锁账户。不急的话，过一天会自动解锁。',
  },
  AGENCY_REFUSED: {
    what: '这次没有受理',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '请按编号查看原因，并在窗口办理缴费。',
  },
  NO_CHANNEL: {
    what: '本机不能付款',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '请在窗口办理缴费，也可以换一台自助机。',
  },
  CLOCK_OFF: {
    what: '本机时间不准，不能付款',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '请在窗口办理缴费，也可以换一台自助机。',
  },
  JOURNAL: {
    what: '本机暂停缴费',
    where: PAYMENT_COUNTER,
    bring: CARD_AND_ID,
    ask: '请在窗口办理缴费，也可以换一台自助机。',
  },
};

/**
 * What somebody takes along who could not be helped here: whom to see, what to bring, what to say, and the number by which
 * the staff find the trouble in their list. All these troubles come before any payment. Nothing of the person is on it: it
 * may be dropped on the way.
 */
export function counterSlip({ trouble, at, terminal, demo, largeType }: CounterSlipRequest): Slip {
  const { what, where, bring, ask } = ADVICE[trouble];
  const blocks: SlipBlock[] = [
    ...(demo ? [{ kind: 'banner', text: DEMO_BANNER } as const] : []),
    { kind: 'title', text: '柜台办理单' },
    { kind: 'text', text: what, align: 'center', emphasis: true, size: 'large' },
    { kind: 'rule' },
    { kind: 'pair', label: '去哪里', value: where, field: 'counter', size: 'large' },
    { kind: 'pair', label: '带什么', value: bring, field: 'bring', size: 'large' },
    {
      kind: 'pair',
      label: '编号',
      value: String(TROUBLE_NUMBERS[trouble]),
      field: 'error-number',
      size: 'large',
    },
    { kind: 'rule' },
    { kind: 'text', text: '请把这张单子交给窗口工作人员：' },
    { kind: 'text', text: ask },
    { kind: 'text', text: '钱还没付，没有扣钱。', emphasis: true },
    { kind: 'rule' },
    { kind: 'pair', label: '时间', value: shanghaiTime(at), field: 'printed-at' },
    { kind: 'pair', label: '终端', value: `${terminal.id} ${terminal.name}`, field: 'terminal' },
    { kind: 'pair', label: '咨询电话', value: SERVICE_PHONE, field: 'phone' },
    ...(demo ? [{ kind: 'text', text: DEMO_NOTE } as const] : []),
  ];
  return { blocks: largeType === true ? inLargeType(blocks, LARGE_FIELDS) : blocks };
}

const LARGE_FIELDS: ReadonlySet<string> = new Set(['counter', 'bring', 'error-number', 'phone']);
