import type { Bill, Insured } from '../port.ts';

/** One insured person as the emulated agency knows them. Synthetic people only. */
export interface Person extends Insured {
  /** 卡的识别码 of the person's card: 32 upper-case hex digits. */
  readonly cardIdentifier?: string;
  /** Single-use tokens of the electronic card. */
  readonly ecodeTokens: readonly string[];
  readonly bills: readonly Bill[];
}

/** What a card says of its holder; a 15-character identity number is taken as it is on the card. */
export interface Holder {
  readonly name: string;
  readonly idNumber: string;
  readonly cardNumber?: string;
  readonly cardIdentifier?: string;
  readonly region?: string;
}

/** Five invented people for rigs without card images of their own. The numbers are well formed and belong to nobody. */
export const DEMO_HOLDERS: readonly Holder[] = [
  { name: '演示一', idNumber: '440404190001010016', cardNumber: 'DEMO00001' },
  { name: '演示二', idNumber: '440404190002020021', cardNumber: 'DEMO00002' },
  { name: '演示三', idNumber: '440404190003030037', cardNumber: 'DEMO00003' },
  { name: '演示四', idNumber: '440404190004040042', cardNumber: 'DEMO00004' },
  { name: '演示五', idNumber: '440404190005050058', cardNumber: 'DEMO00005' },
];

/** Annual tiers of the resident pension, in yuan. */
const TIERS_YUAN = [200, 300, 500, 800, 1000, 1500, 2000, 3000, 5000];

/**
 * Insured people for a demo rig, one for each holder. Everybody has a pension bill with tiers and a medical bill of
 * 380.00 yuan; by position, bills of the other kinds follow: late fee, subsidised, paid, closed.
 */
export function demoPeople(holders: readonly Holder[] = DEMO_HOLDERS, year = 2026): readonly Person[] {
  return holders.map((holder, at) => {
    const { name, cardNumber, cardIdentifier, region = '440404' } = holder;
    const insuredId = `P${String(at + 1).padStart(4, '0')}`;
    return {
      insuredId,
      name,
      idNumber: eighteen(holder.idNumber),
      ...(cardNumber === undefined ? {} : { cardNumber }),
      ...(cardIdentifier === undefined ? {} : { cardIdentifier }),
      region,
      categories: ['resident'],
      verification: ['none'],
      phoneMasked: '138****0000',
      ecodeTokens: [`DEMO-ECODE-${insuredId}`],
      bills: [pension(insuredId, year), medical(insuredId, year), ...extras(insuredId, year, at)],
    };
  });
}

function pension(insuredId: string, year: number): Bill {
  return {
    billId: `${insuredId}-PEN-${year}`,
    insurance: 'pension',
    item: '城乡居民基本养老保险费',
    period: `${year}`,
    tiers: TIERS_YUAN.map((yuan) => ({
      tierId: `T${yuan}`,
      label: `每年 ${yuan} 元`,
      amountFen: yuan * 100,
    })),
    lastTierId: 'T500',
    dueDate: `${year}-12-31`,
    status: 'due',
  };
}

function medical(insuredId: string, year: number): Bill {
  return {
    billId: `${insuredId}-MED-${year}`,
    insurance: 'medical',
    item: '城乡居民基本医疗保险费',
    period: `${year}`,
    amountFen: 38_000,
    dueDate: `${year}-12-31`,
    status: 'due',
  };
}

/** The second holder has the late one, and so on; the first is the plain case. */
function extras(insuredId: string, year: number, at: number): readonly Bill[] {
  const back = {
    insurance: 'medical',
    item: '城乡居民基本医疗保险费',
    period: `${year - 1}`,
    amountFen: 35_000,
  } as const;
  const kinds: readonly (readonly Bill[])[] = [
    [],
    [{ ...back, billId: `${insuredId}-LATE`, lateFeeFen: 350, dueDate: `${year - 1}-12-31`, status: 'due' }],
    [{ ...back, billId: `${insuredId}-SUB`, status: 'subsidised', reason: '困难群众，由财政全额资助' }],
    [{ ...back, billId: `${insuredId}-PAID`, status: 'paid' }],
    [{ ...back, billId: `${insuredId}-CLOSED`, status: 'closed', reason: '缴费期已过，请到窗口办理补缴' }],
  ];
  const kind = at % kinds.length;
  return kinds.slice(kind, kind + 1).flat();
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Cards of the first generation may hold 15 digits; the agency's register has 18 (GB 11643: 19 + check character). */
function eighteen(idNumber: string): string {
  if (idNumber.length !== 15) return idNumber;
  const digits = `${idNumber.slice(0, 6)}19${idNumber.slice(6)}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return digits + '10X98765432'.charAt(sum % 11);
}

/** Whether two identity numbers name the same person, one of them perhaps in its old 15-digit form. */
export function isSameIdNumber(a: string, b: string): boolean {
  return eighteen(a).toUpperCase() === eighteen(b).toUpperCase();
}
