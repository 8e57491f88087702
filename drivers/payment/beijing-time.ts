const BEIJING_MS = 8 * 3_600_000;

/** `yyyy-MM-dd HH:mm:ss` in Beijing, as Chinese gateways write times; rounded down to the second. */
export function beijingTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ');
}
