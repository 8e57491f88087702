import { z } from 'zod';
import { parseServerUrl } from '../../../drivers/transport/http.ts';

/** What the keys of kiosk.yaml are made of: a type, its bounds, and both in words. */

declare module 'zod' {
  interface GlobalMeta {
    /** The accepted values in words. */
    accepted?: string;
    /** What is taken when the key is left out, in words, where it depends on other keys. */
    defaultNote?: string;
  }
}

export const text = (description: string, accepted: string, pattern: RegExp) =>
  z.string().regex(pattern).meta({ description, accepted });

export const whole = (description: string, min: number, max: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .meta({ description, accepted: `whole number ${min}–${max}` });

export const choice = <const Options extends readonly [string, ...string[]]>(
  description: string,
  options: Options,
) => z.enum(options).meta({ description, accepted: options.join(' | ') });

export const flag = (description: string) => z.boolean().meta({ description, accepted: 'true | false' });

export const file = (description: string) =>
  z
    .string()
    .min(1)
    .max(4096)
    .meta({ description, accepted: 'path of a file; relative to the folder of this configuration' });

/** What the drivers accept, and of plain http only the loopback address itself: a name can be made to point elsewhere. */
function isServerUrl(value: string): boolean {
  const url = parseServerUrl(value);
  return url.ok && (url.value.protocol === 'https:' || url.value.hostname === '127.0.0.1');
}

export const url = (description: string) =>
  z.string().max(512).refine(isServerUrl).meta({
    description,
    accepted: 'https:// address without user, query or fragment; http:// on 127.0.0.1 only',
  });
