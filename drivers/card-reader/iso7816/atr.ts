const DIRECT_CONVENTION = 0x3b;
const INVERSE_CONVENTION = 0x3f;
/** In the upper half of T0 and of each TD: another TD follows, behind whatever else follows. */
const TD_FOLLOWS = 0x8;

/**
 * The historical bytes of an answer to reset: what is left after the interface bytes (ISO 7816-3, 8.2). Social security
 * cards have thirteen, 卡复位信息 (card notes 1.5); readers make up an answer of the same form for cards without contacts.
 * Empty for whatever is no answer to reset: no card is refused because of it.
 */
export function historicalBytes(atr: Uint8Array): Uint8Array {
  const [convention, format = 0] = atr;
  if (convention !== DIRECT_CONVENTION && convention !== INVERSE_CONVENTION) return new Uint8Array(0);
  let at = 2;
  for (let follows = format >> 4; follows !== 0; ) {
    at += bits(follows);
    follows = (follows & TD_FOLLOWS) === 0 ? 0 : (atr[at - 1] ?? 0) >> 4;
  }
  const end = at + (format & 0x0f);
  return end > atr.length ? new Uint8Array(0) : atr.slice(at, end);
}

function bits(nibble: number): number {
  return (nibble & 1) + ((nibble >> 1) & 1) + ((nibble >> 2) & 1) + ((nibble >> 3) & 1);
}
