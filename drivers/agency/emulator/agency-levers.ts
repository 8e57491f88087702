import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultPlan,
  faultLever,
  networkLever,
  type WireFault,
} from '../../transport/emulator/http-faults.ts';
import type { LoopbackHttpServer } from '../../transport/emulator/http-server.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { AgencyModel } from './agency-model.ts';
import type { AgencyReceipts, ReceiptMood } from './agency-receipts.ts';

export type AgencyOp =
  | 'lookup'
  | 'bills'
  | 'quote'
  | 'book'
  | 'query-booking'
  | 'bookings'
  | 'payments'
  | 'case'
  | 'put-receipt';
export type AgencyFault = Exclude<FaultKind, WireFault>;

interface Parts {
  readonly model: AgencyModel;
  readonly receipts: AgencyReceipts;
  readonly faults: FaultPlan<AgencyOp, AgencyFault>;
  readonly server: LoopbackHttpServer;
  readonly save: () => Promise<void>;
}

const OPS = [
  { value: 'lookup', label: '查参保人' },
  { value: 'bills', label: '查应缴' },
  { value: 'quote', label: '计价' },
  { value: 'book', label: '入账' },
  { value: 'query-booking', label: '查入账' },
  { value: 'bookings', label: '取当日入账清单' },
  { value: 'payments', label: '查缴费记录' },
  { value: 'case', label: '登记业务' },
  { value: 'put-receipt', label: '送电子凭证' },
] as const;

const REJECTIONS = [
  { value: 'ALREADY_PAID', label: '已在别处缴费' },
  { value: 'PERIOD_CLOSED', label: '缴费期已过' },
  { value: 'QUOTE_EXPIRED', label: '报价已过期' },
  { value: 'AMOUNT_MISMATCH', label: '金额不符' },
  { value: 'UNKNOWN_QUOTE', label: '报价不存在' },
  { value: 'INSURED_STATE', label: '参保状态异常' },
  { value: 'SOMETHING_NEW', label: '未知代码' },
] as const;

const MOODS: readonly { readonly value: ReceiptMood; readonly label: string }[] = [
  { value: 'takes', label: '接收' },
  { value: 'refuses', label: '不收这一张' },
  { value: 'no-desk', label: '没有该接口' },
];

const DEFAULT_REJECTION = 'PERIOD_CLOSED';
const CODE_ARG = {
  name: 'code',
  label: '退回原因',
  type: 'choice',
  options: REJECTIONS,
  optional: true,
} as const;

/** What a person, or the network, can do to the emulated agency. */
export function agencyLevers({ model, receipts, faults, server, save }: Parts): readonly Lever[] {
  return [
    makeLever(
      {
        id: 'agency-booking',
        label: '下一笔入账结果',
        kind: 'fault',
        args: [
          {
            name: 'next',
            label: '结果',
            type: 'choice',
            options: [
              { value: 'booked', label: '正常处理' },
              { value: 'pending', label: '处理中' },
              { value: 'rejected', label: '退回' },
            ],
          },
          CODE_ARG,
        ],
      },
      async (values) => {
        const next = values.text('next');
        if (next === 'pending') model.nextBooking = { status: 'pending' };
        else if (next === 'rejected') {
          model.nextBooking = { status: 'rejected', code: values.text('code') ?? DEFAULT_REJECTION };
        } else model.nextBooking = null;
        return ok();
      },
    ),
    makeLever(
      {
        id: 'agency-settle-pending',
        label: '处理中的入账出结果',
        kind: 'action',
        args: [
          {
            name: 'result',
            label: '结果',
            type: 'choice',
            options: [
              { value: 'booked', label: '已入账' },
              { value: 'rejected', label: '退回' },
            ],
          },
          CODE_ARG,
          { name: 'bookingKey', label: '入账号（默认全部）', type: 'text', maxLength: 32, optional: true },
        ],
      },
      async (values) => {
        const code = values.text('code') ?? DEFAULT_REJECTION;
        const end = values.text('result') === 'booked' ? 'booked' : { code };
        if (!model.settlePending(end, values.text('bookingKey'))) return notNow('没有处理中的入账');
        await save();
        return ok();
      },
    ),
    makeLever(
      { id: 'agency-forget-bookings', label: '清空入账记录，费款重新变为待缴', kind: 'action', args: [] },
      async () => {
        model.forgetBookings();
        await save();
        return ok();
      },
    ),
    makeLever(
      {
        id: 'agency-paid-twice',
        label: '有人把去年的一笔费缴了两次',
        kind: 'action',
        args: [
          { name: 'insuredId', label: '参保人（默认第一位）', type: 'text', maxLength: 32, optional: true },
        ],
      },
      async (values) => {
        if (!model.payTwice(values.text('insuredId'))) return notNow('没有这位参保人');
        await save();
        return ok();
      },
    ),
    makeLever(
      { id: 'agency-give-back', label: '重复缴的那一笔退回了', kind: 'action', args: [] },
      async () => {
        if (!model.giveBackSecond()) return notNow('没有缴了两次的费');
        await save();
        return ok();
      },
    ),
    makeLever(
      {
        id: 'agency-receipts',
        label: '电子凭证收不收',
        kind: 'fault',
        args: [{ name: 'mood', label: '应答', type: 'choice', options: MOODS }],
      },
      async (values) => {
        receipts.mood = values.text('mood') as ReceiptMood;
        return ok();
      },
    ),
    faultLever({ id: 'agency-fault', label: '社保接口故障' }, OPS, FAULT_KINDS, faults),
    networkLever({ id: 'agency-network', label: '社保网络' }, server),
  ];
}
