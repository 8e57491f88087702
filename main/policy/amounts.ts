/**
 * A single payment of more than this is confirmed once more and marked for risk review. Source: the field's rule 单笔超过
 * 5000 元转风控; 5,000.00 itself is not more.
 */
export const LARGE_AMOUNT_FEN = 500_000;

export function isLargeAmount(fen: number): boolean {
  return fen > LARGE_AMOUNT_FEN;
}
