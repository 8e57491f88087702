import { parseArgs } from 'node:util';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { formatAmount } from '../../contract/format.ts';
import { caseStoryOf, storyOf } from '../../ledger/case-rows.ts';
import { openForReading } from '../../ledger/chain/open-for-reading.ts';
import { type Finding, type Verdict, verifyChain } from '../../ledger/chain/verify.ts';
import { type SlipFinding, verifySlip } from '../../ledger/chain/verify-slip.ts';
import { parseSlipCode, type SlipCode } from '../../policy/slip-code.ts';
import { storyLines } from './story.ts';

export const USAGE = `npm run journal -- verify FILE [--code CODE …]   prove the chain; a code is a slip’s 存证码, or the text of its QR code
npm run journal -- show ORDER FILE               tell an order’s story; ORDER may be that text, too`;

/** The technician's command line on a journal file. It only reads. Exit codes: 0 proven or shown, 1 not, 2 asked wrongly, 3 unusable. */
export function journalTool(args: readonly string[], say: (line: string) => void): number {
  const asked = request(args);
  if (asked === null) {
    say(USAGE);
    return 2;
  }
  const opened = openForReading(asked.file);
  if (!opened.ok) {
    say(opened.error.message);
    return 3;
  }
  const db = opened.value;
  try {
    return asked.do === 'verify' ? verify(db, asked.codes, say) : show(db, asked.order, say);
  } finally {
    db.close();
  }
}

type Request =
  | { readonly do: 'verify'; readonly file: string; readonly codes: readonly string[] }
  | { readonly do: 'show'; readonly file: string; readonly order: string };

function request(args: readonly string[]): Request | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { code: { type: 'string', multiple: true } },
    });
    const [what, first, second, ...rest] = positionals;
    if (rest.length > 0 || first === undefined) return null;
    if (what === 'verify' && second === undefined) {
      return { do: 'verify', file: first, codes: values.code ?? [] };
    }
    if (what === 'show' && second !== undefined && values.code === undefined) {
      return { do: 'show', order: parseSlipCode(first)?.orderId ?? first, file: second };
    }
    return null;
  } catch {
    return null; // parseArgs: an option that does not exist
  }
}

function verify(db: DatabaseSyncInstance, codes: readonly string[], say: (line: string) => void): number {
  const slips = codes.flatMap((code) => parseSlipCode(code) ?? []);
  const chainCodes = codes.map((code) => parseSlipCode(code)?.chainCode ?? code);
  const { rows, orders, head, findings }: Verdict = verifyChain(db, chainCodes);
  for (const finding of findings) say(`✗ ${findingWords(finding)}`);
  if (findings.length > 0) say(`日志不完整：${findings.length} 处不符。请保留文件，联系技术支持。`);
  else {
    say(`日志完整：${rows} 行，${orders} 笔订单，末行存证码 ${head ?? '无'}。`);
    if (codes.length > 0) say(`${codes.length} 个存证码与日志一致。`);
  }
  const agreeing = slips.filter((slip) => isTrue(db, slip, say));
  return findings.length === 0 && agreeing.length === slips.length ? 0 : 1;
}

/** What stands on the paper is said whole: the code may lie on a slip that says something else. */
function isTrue(db: DatabaseSyncInstance, slip: SlipCode, say: (line: string) => void): boolean {
  const { orderId, amountFen, voucherNo } = slip;
  const differing = verifySlip(db, slip);
  for (const finding of differing) say(`✗ 凭条 ${orderId}：${SLIP_WORDS[finding]}`);
  if (differing.length > 0) return false;
  const voucher = voucherNo === null ? '' : `，凭证号 ${voucherNo}`;
  say(`凭条与日志一致：订单 ${orderId}，金额 ${formatAmount(amountFen)} 元${voucher}。请与纸面核对。`);
  return true;
}

const SLIP_WORDS: Readonly<Record<SlipFinding, string>> = {
  order: '日志里没有这笔订单',
  row: '存证码属于另一笔订单',
  amount: '金额与日志不符',
  voucher: '凭证号与日志不符',
};

function findingWords(finding: Finding): string {
  switch (finding.kind) {
    case 'gap':
      return `第 ${finding.seq} 行缺失，或行号不连续`;
    case 'broken':
      return `第 ${finding.seq} 行与前一行接不上：它或之前的某一行被改过`;
    case 'order-differs':
      return `订单 ${finding.orderId} 的现状与它的经过不一致`;
    case 'bad-code':
      return `${finding.code} 不是存证码（形如 812-3F9A1C2B）`;
    case 'code-differs':
      return `存证码 ${finding.code} 与日志不一致：那一行不存在，或出具之后被改过`;
  }
}

function show(db: DatabaseSyncInstance, order: string, say: (line: string) => void): number {
  const rows = storyOf(db, order);
  if (rows.length === 0) {
    say(`日志里没有订单 ${order}。`);
    return 1;
  }
  say(`订单 ${order}`);
  for (const line of storyLines(rows)) say(line);
  const about = caseStoryOf(db, order);
  if (about.length > 0) say('就这笔订单登记的业务');
  for (const line of storyLines(about)) say(line);
  return 0;
}
