import { type Rectangle, screen } from 'electron';

/** Where the window goes and how it is scaled, so that the page always has the pixels that its layout was made for. */
export interface Glass {
  readonly bounds: Rectangle;
  /** 1 on the terminal itself; less where a technician shows a portrait terminal on a laptop. */
  readonly zoom: number;
}

const NOMINAL = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
} as const;

/** On a terminal (`fill`) the whole display, where it stands the way the configuration says; otherwise a fitting window. */
export function glassFor(orientation: 'portrait' | 'landscape', fill: boolean): Glass {
  const { bounds, workArea } = screen.getPrimaryDisplay();
  const stands = bounds.width < bounds.height ? 'portrait' : 'landscape';
  if (fill && stands === orientation) return { bounds, zoom: 1 };
  return fitted(orientation, fill ? bounds : workArea);
}

/** The largest window of the nominal shape that the area holds, in its middle, never magnified. */
export function fitted(orientation: 'portrait' | 'landscape', area: Rectangle): Glass {
  const nominal = NOMINAL[orientation];
  const zoom = Math.min(1, area.width / nominal.width, area.height / nominal.height);
  const width = Math.round(nominal.width * zoom);
  const height = Math.round(nominal.height * zoom);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { bounds: { x, y, width, height }, zoom };
}
