import { useSyncExternalStore } from 'react';
import type { Snapshot } from '../../main/contract/snapshot.ts';

/**
 * The smallest glass that the screens are drawn for: 15.6 inches lying down, 21.5 inches standing, with a little to
 * spare. A smaller window (the demo on a developer's laptop) shows everything smaller rather than cut off.
 */
const SMALLEST_MM = {
  landscape: { width: 330, height: 188 },
  portrait: { width: 250, height: 440 },
} as const;

/** Below this height a landscape glass is `tight`, below this width `narrow` (19 inches, 5:4). */
const TIGHT_BELOW_MM = 240;
const NARROW_BELOW_MM = 420;

/** Controls stand between these heights above the floor (EN 301 549, 8.3: forward reach, unobstructed). */
const REACH_MM = { lowest: 380, highest: 1_220 } as const;

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Glass {
  readonly viewport: Viewport;
  readonly terminal: Snapshot['terminal'];
  readonly settings: Snapshot['settings'];
}

export type Room = 'tall' | 'wide' | 'narrow' | 'tight';

/** What the style sheets need to know about the glass, lengths in millimetres. */
export interface Measures {
  readonly pxPerMm: number;
  readonly room: Room;
  /** How much of the top no seated person reaches; 0 when the height above the floor was not measured. */
  readonly unreachableTop: number;
  readonly unreachableBottom: number;
}

export function measure({ viewport, terminal }: Omit<Glass, 'settings'>): Measures {
  const tall = viewport.height > viewport.width;
  const smallest = SMALLEST_MM[tall ? 'portrait' : 'landscape'];
  const pxPerMm = Math.min(
    1 / terminal.mmPerPx,
    viewport.width / smallest.width,
    viewport.height / smallest.height,
  );
  const height = viewport.height / pxPerMm;
  const width = viewport.width / pxPerMm;
  const bottom = terminal.heightMm;
  return {
    pxPerMm,
    room: tall ? 'tall' : landscapeRoom(width, height),
    unreachableTop: bottom === null ? 0 : Math.max(0, bottom + height - REACH_MM.highest),
    unreachableBottom: bottom === null ? 0 : Math.max(0, REACH_MM.lowest - bottom),
  };
}

function landscapeRoom(width: number, height: number): Room {
  if (height < TIGHT_BELOW_MM) return 'tight';
  return width < NARROW_BELOW_MM ? 'narrow' : 'wide';
}

export function applyGlass(root: HTMLElement, glass: Glass): void {
  const { pxPerMm, room, unreachableTop, unreachableBottom } = measure(glass);
  root.style.setProperty('--mm', `${pxPerMm}px`);
  root.style.setProperty('--unreachable-top', String(unreachableTop));
  root.style.setProperty('--unreachable-bottom', String(unreachableBottom));
  root.dataset.room = room;
  root.dataset.reach = unreachableTop > 0 ? 'low' : 'all';
  root.dataset.theme = glass.settings.theme;
  root.dataset.elder = glass.settings.elder ? 'on' : 'off';
  root.lang = glass.settings.locale;
}

let viewport: Viewport = { width: 0, height: 0 };

function readViewport(): Viewport {
  const { innerWidth: width, innerHeight: height } = window;
  if (viewport.width !== width || viewport.height !== height) viewport = { width, height };
  return viewport;
}

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

export function useViewport(): Viewport {
  return useSyncExternalStore(onResize, readViewport);
}
