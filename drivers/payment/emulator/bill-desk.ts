import { randomBytes } from 'node:crypto';
import type { Lever } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { WalletHost } from './wallet-host.ts';
import { amountArg, numberArg } from './wallet-levers.ts';
import type { BillOp } from './wallet-plain.ts';

/** One line of a day's bill, whatever the wallet. */
export interface BillLine {
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** What was paid on the order. */
  readonly totalFen: number;
  /** When this line's money moved, epoch milliseconds. */
  readonly at: number;
  readonly goods: string;
  /** Absent on payments. */
  readonly refund?: { readonly outRefundNo: string; readonly refundId: string; readonly fen: number };
}

/** The books, as far as bills are made from them. */
export interface BillBooks {
  lines(): readonly BillLine[];
  /** Gives money back from the merchant's console, behind the terminal's back. false = nothing is left to give back. */
  consoleRefund(outTradeNo: string | undefined, fen: number | undefined): boolean;
}

export const BILL_OPS: readonly { readonly value: BillOp; readonly label: string }[] = [
  { value: 'bill', label: '申请账单' },
  { value: 'billFile', label: '下载账单' },
];

const DAY_MS = 24 * 3_600_000;

/**
 * The wallet's bookkeeping department: makes the bills of days that are over, hands out the addresses of the files, and
 * is sometimes late or wrong. What levers have set is not remembered over a restart.
 */
export class BillDesk {
  readonly #books: BillBooks;
  readonly #now: () => number;
  /** Hour of the next day at which a bill is ready, Beijing time. */
  readonly #readyHour: number;
  /** How long an address holds, milliseconds. */
  readonly #addressLifeMs: number;
  readonly #addresses = new Map<string, { readonly file: Uint8Array; readonly until: number }>();
  readonly #omitted = new Set<string>();
  readonly #extra: BillLine[] = [];
  isLate = false;
  isDamaged = false;

  constructor(
    books: BillBooks,
    options: { readonly now: () => number; readonly readyHour: number; readonly addressLifeMs: number },
  ) {
    this.#books = books;
    this.#now = options.now;
    this.#readyHour = options.readyHour;
    this.#addressLifeMs = options.addressLifeMs;
  }

  /** `late` = not ready yet. `none` = nobody paid and nothing was given back that day, so there is no bill. */
  lines(day: string): readonly BillLine[] | 'late' | 'none' {
    const start = Date.parse(`${day}T00:00:00+08:00`);
    const end = start + DAY_MS;
    if (this.isLate || this.#now() < end + this.#readyHour * 3_600_000) return 'late';
    const moved = [...this.#books.lines(), ...this.#extra].filter(({ at }) => at >= start && at < end);
    if (moved.length === 0) return 'none';
    return moved.filter((line) => !this.#omitted.has(keyOf(line)));
  }

  /** A token that fetches the file for a while. */
  issue(file: Uint8Array): string {
    const token = randomBytes(24).toString('base64url');
    this.#addresses.set(token, { file, until: this.#now() + this.#addressLifeMs });
    return token;
  }

  redeem(token: string): Uint8Array | null {
    const address = this.#addresses.get(token);
    return address === undefined || this.#now() > address.until ? null : address.file;
  }

  /** Leaves a payment or a refund out of its bill; without a number the newest. false = there is none. */
  omit(what: 'payment' | 'refund', outTradeNo: string | undefined): boolean {
    const line = this.#books
      .lines()
      .filter(({ refund }) => (refund !== undefined) === (what === 'refund'))
      .findLast((each) => outTradeNo === undefined || each.outTradeNo === outTradeNo);
    if (line !== undefined) this.#omitted.add(keyOf(line));
    return line !== undefined;
  }

  /** A payment that no order of ours knows of, as it looks when another terminal has our number. */
  add(outTradeNo: string): void {
    const transactionId = `42009999${String(this.#extra.length).padStart(20, '0')}`;
    this.#extra.push({ outTradeNo, transactionId, totalFen: 12_300, at: this.#now(), goods: '社会保险费' });
  }

  setRight(): void {
    this.isLate = false;
    this.isDamaged = false;
    this.#omitted.clear();
    this.#extra.length = 0;
  }
}

function keyOf({ outTradeNo, refund }: BillLine): string {
  return refund === undefined ? outTradeNo : `${outTradeNo} ${refund.outRefundNo}`;
}

/** What bookkeepers, and people with the password of the merchant's console, can do. */
export function billLevers(
  { device, name }: { readonly device: string; readonly name: string },
  desk: BillDesk,
  books: BillBooks,
  host: Pick<WalletHost, 'save'>,
): readonly Lever[] {
  return [
    makeLever(
      {
        id: `${device}-bill`,
        label: `${name}对账单`,
        kind: 'fault',
        args: [
          {
            name: 'state',
            label: '状态',
            type: 'choice',
            options: [
              { value: 'right', label: '正常' },
              { value: 'late', label: '还没有生成' },
              { value: 'damaged', label: '文件与校验值不符' },
              { value: 'lacks', label: '缺一笔付款' },
              { value: 'lacks-refund', label: '缺一笔退款' },
              { value: 'extra', label: '多一笔付款' },
            ],
          },
          numberArg('最新'),
        ],
      },
      async (values) => {
        const number = values.text('outTradeNo');
        switch (values.text('state')) {
          case 'late':
            desk.isLate = true;
            break;
          case 'damaged':
            desk.isDamaged = true;
            break;
          case 'lacks':
            if (!desk.omit('payment', number)) return notNow('没有已付款的订单');
            break;
          case 'lacks-refund':
            if (!desk.omit('refund', number)) return notNow('没有已退款的订单');
            break;
          case 'extra':
            if (number === undefined) return notNow('请填商户订单号');
            desk.add(number);
            break;
          default:
            desk.setRight();
        }
        return ok();
      },
    ),
    makeLever(
      {
        id: `${device}-console-refund`,
        label: `${name}商户后台退款`,
        kind: 'action',
        args: [numberArg('最新已付款'), amountArg('退款金额', '全额')],
      },
      async (values) => {
        if (!books.consoleRefund(values.text('outTradeNo'), values.number('amountFen'))) {
          return notNow('没有可以退款的订单');
        }
        await host.save();
        return ok();
      },
    ),
  ];
}
