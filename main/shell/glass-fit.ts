/** A place on the display, in its pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window goes and how it is scaled, so that the page always has the pixels that its layout was made for. */
export interface Glass {
  readonly bounds: Area;
  /** 1 on the terminal itself; less where a technician shows a portrait terminal on a laptop. */
  readonly zoom: number;
}

const NOMINAL = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
} as const;

/** The largest window of the nominal shape that the area holds, in its middle, never magnified. */
export function fitted(orientation: 'portrait' | 'landscape', area: Area): Glass {
  const nominal = NOMINAL[orientation];
  const zoom = Math.min(1, area.width / nominal.width, area.height / nominal.height);
  const width = Math.round(nominal.width * zoom);
  const height = Math.round(nominal.height * zoom);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { bounds: { x, y, width, height }, zoom };
}
