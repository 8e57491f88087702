const DAY_S = 86_400;
/** 12:00 in Shanghai, seconds after midnight UTC. */
const NOON_S = 4 * 3_600;

/** Seconds to the next noon in Shanghai: a test about days that begins there ends on the day on which it began. */
export function secondsToNoon(epochMs: number): number {
  return (NOON_S + DAY_S - (Math.floor(epochMs / 1_000) % DAY_S)) % DAY_S;
}
