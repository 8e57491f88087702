import { screen } from 'electron';
import { fitted, type Glass } from './glass-fit.ts';

/** On a terminal (`fill`) the whole display, where it stands the way the configuration says; otherwise a fitting window. */
export function glassFor(orientation: 'portrait' | 'landscape', fill: boolean): Glass {
  const { bounds, workArea } = screen.getPrimaryDisplay();
  const stands = bounds.width < bounds.height ? 'portrait' : 'landscape';
  if (fill && stands === orientation) return { bounds, zoom: 1 };
  return fitted(orientation, fill ? bounds : workArea);
}
