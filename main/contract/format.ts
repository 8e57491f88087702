/** 38000 → "380.00", 123456789 → "1,234,567.89". The sign ¥ is the caller's, because fonts and printers differ. */
export function formatAmount(fen: number): string {
  const yuan = Math.floor(fen / 100);
  const grouped = String(yuan).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}.${String(fen % 100).padStart(2, '0')}`;
}

/** 费款所属期 for people: "2026" → 2026年, "2026-11" → 2026年11月; anything else as it is. */
export function formatPeriod(period: string): string {
  const match = /^(\d{4})(?:-(\d{2}))?$/.exec(period);
  if (match === null) return period;
  const [, year, month] = match;
  return month === undefined ? `${year}年` : `${year}年${Number(month)}月`;
}

/** Seconds as m:ss. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
