/** Keys of the demo's region, invented: their numbers, and the issuer's key itself, which only emulators hold. */
export const DEMO_REGION = {
  /** Index in the security module. */
  module: 0x14,
  /** Number in the card. */
  card: 0x0a,
  issuerKey: '101112131415161718191A1B1C1D1E1F',
} as const;

/** Of a region that the demo's security module knows nothing about. */
export const OTHER_REGION_KEY = '202122232425262728292A2B2C2D2E2F';
