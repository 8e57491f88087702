import { z } from 'zod';

/**
 * One code that a keyboard scanner has typed into the resident's page, as typed, without the ENTER at its end: at most
 * 2,048 characters, an AIM prefix of three more. Not an intent: nobody has touched anything.
 */
export const typedCodeSchema = z
  .string()
  .min(1)
  .max(2_051)
  .regex(/^[\x20-\x7e]+$/);
