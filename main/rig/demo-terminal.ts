import type { Config } from './config/config.ts';

/** What the demo rig shows: a portrait 21.5" screen, 1080 × 1920 pixels on 268 mm, with the default times. */
export const DEMO_TERMINAL: Config['terminal'] = {
  id: 'K0001',
  name: '金湾社区 1号机',
  region: '440404',
  mmPerPx: 0.248,
  orientation: 'portrait',
};

export const DEMO_TIMEOUTS: Config['timeouts'] = { qrSeconds: 300 };
