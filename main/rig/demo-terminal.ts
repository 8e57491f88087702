import type { Config } from './config/schema.ts';

/** The terminal that the demo rig shows: a portrait 21.5" screen, 1080 × 1920 pixels on 268 mm. */
export const DEMO_TERMINAL: Config['terminal'] = {
  id: 'K0001',
  name: '金湾社区 1号机',
  region: '440404',
  mmPerPx: 0.248,
  orientation: 'portrait',
  heightMm: 900,
};
