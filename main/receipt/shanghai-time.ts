/** Mainland China has had one zone without summer time since 1991, so the offset is a constant. */
const OFFSET_MS = 8 * 3_600_000;

/** Epoch milliseconds → "2026-11-24 09:00:12" in Asia/Shanghai, whatever the terminal's own zone. */
export function shanghaiTime(epochMs: number): string {
  return new Date(epochMs + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Epoch milliseconds → RFC 3339 in Asia/Shanghai, whole seconds. */
export function shanghaiInstant(epochMs: number): string {
  return `${shanghaiTime(epochMs).replace(' ', 'T')}+08:00`;
}

/** RFC 3339 with any offset → the same instant in Asia/Shanghai. Text that is no time stays as it is. */
export function shanghaiTimeOf(rfc3339: string): string {
  const epochMs = Date.parse(rfc3339);
  return Number.isNaN(epochMs) ? rfc3339 : shanghaiTime(epochMs);
}
