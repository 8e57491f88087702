import { fromHex } from '../../base/bytes.ts';

/** Descriptors of devices that the tests build, one item a line (USB HID 1.11, 6.2.2). */

/** A vendor's device without report ids: 64 bytes in, 64 out, an 8-byte feature. */
export const UNNUMBERED_READER = fromHex(`
  06 00FF  09 01  A1 01
    15 00  26 FF00  75 08
    95 40  09 02  81 02
    95 40  09 03  91 02
    95 08  09 04  B1 02
  C0`);

/** As Honeywell's HID POS scanners describe themselves: scans in report 2, triggers in 4, redirection in feature FE. */
export const NUMBERED_SCANNER = fromHex(`
  05 8C  09 02  A1 01
    09 12  A1 02
      85 02  15 00  26 FF00  75 08
      95 01  05 01  09 3B  81 02
      95 03  05 8C  09 FB  09 FC  09 FD  81 02
      95 38  09 FE  82 0201
      06 66FF  95 02  09 04  09 00  81 02
      05 8C  25 01  75 01  95 08  09 FF  81 02
    C0
    09 14  A1 02
      85 04  25 01  75 01  95 08  09 00  09 5F  09 60  91 86
    C0
    06 66FF  75 08  26 FF00
    09 03  A1 02
      85 FE  95 01  09 03  B2 8201
    C0
  C0`);
