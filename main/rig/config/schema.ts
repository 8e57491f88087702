import { z } from 'zod';
import { isRegionCode } from '../../policy/provinces.ts';
import { payment } from './payment-schema.ts';
import { isReceiptUrl } from './receipt-url.ts';
import { choice, file, flag, text, url, whole } from './schema-parts.ts';

/**
 * The shape of kiosk.yaml: every key, its type and bounds. Strict: an unknown key is an error. Rules between keys are in
 * rules.ts, what this version can do is in capabilities.ts. `description` and `accepted` feed docs/configuration.md and
 * the problem reports alike, so the two cannot disagree.
 */

const PATH = 'device path, e.g. /dev/ttyUSB0 or COM3';
const path = (description: string) => z.string().min(1).max(4096).meta({ description, accepted: PATH });

const terminal = z
  .strictObject({
    id: text(
      'Number of this terminal; becomes part of every order number.',
      '1–12 capital letters and digits',
      /^[0-9A-Z]{1,12}$/,
    ),
    name: z
      .string()
      .min(1)
      .max(40)
      .meta({ description: 'Where it stands, for residents and on slips.', accepted: '1–40 characters' }),
    region: z.string().refine(isRegionCode).meta({
      description: 'Administrative division (GB/T 2260) that the terminal belongs to.',
      accepted: 'six digits in quotes, e.g. "440404"',
    }),
    mmPerPx: z.number().min(0.05).max(2).meta({
      description:
        'Width of one pixel on the glass, in millimetres: measured width of the picture ÷ its pixels.',
      accepted: 'number 0.05–2',
    }),
    orientation: choice('How the screen hangs.', ['portrait', 'landscape']),
    heightMm: z.number().min(0).max(2_000).optional().meta({
      description: 'Floor to the lower edge of the glass, in millimetres; keeps controls within reach.',
      accepted: 'number 0–2000',
    }),
  })
  .meta({ description: 'The terminal itself.' });

export const SERIAL_BAUD_MAX = 1_000_000;

const serial = z.strictObject({
  kind: z.literal('serial').meta({ description: 'A serial port.', accepted: 'serial' }),
  path: path('The port.'),
  baudRate: whole('Line speed in bits per second.', 1_200, SERIAL_BAUD_MAX)
    .optional()
    .meta({ defaultNote: '9600; gemtwin-ccid and pn532 115200' }),
  dataBits: z.literal(8).optional().meta({
    description: 'Data bits.',
    accepted: '8',
    defaultNote: '8',
  }),
  stopBits: z
    .literal([1, 2])
    .optional()
    .meta({ description: 'Stop bits.', accepted: '1 | 2', defaultNote: '1; gemtwin-ccid 2' }),
  parity: choice('Parity bit.', ['none', 'even', 'odd']).optional().meta({ defaultNote: 'none' }),
  flow: choice('Flow control.', ['none', 'rtscts', 'xonxoff']).optional().meta({ defaultNote: 'none' }),
});

const hidKind = z.literal('hid').meta({ description: 'A USB HID device.', accepted: 'hid' });
const usbId = (description: string) => whole(description, 0, 0xffff);

/** By vendor and product, or by path; which of the two is a rule. */
const hid = z.strictObject({
  kind: hidKind,
  vendorId: usbId('USB vendor id, together with productId.').optional(),
  productId: usbId('USB product id, together with vendorId.').optional(),
  path: path('The device’s path instead of vendor and product id.').optional(),
});

const tcp = z.strictObject({
  kind: z.literal('tcp').meta({ description: 'A network printer.', accepted: 'tcp' }),
  host: text('Name or address.', 'host name or IP address', /^[0-9A-Za-z._:-]{1,253}$/),
  port: whole('TCP port.', 1, 65_535).default(9_100),
});

const usbLp = z.strictObject({
  kind: z.literal('usb-lp').meta({ description: 'A USB printer by its device node.', accepted: 'usb-lp' }),
  path: path('The device node.'),
});

const cardReader = z
  .strictObject({
    protocol: choice('What the reader speaks.', ['acs-ccid', 'gemtwin-ccid', 'nibble', 'pn532']),
    slot: choice('Which slot is used. gemtwin-ccid and nibble are contact only, pn532 contactless only.', [
      'auto',
      'contact',
      'contactless',
    ]).default('auto'),
    options: z
      .strictObject({
        echo: flag('gemtwin-ccid: the reader repeats each command before its answer.').optional(),
        commandClass: whole('nibble: first byte of every command (0x32 or 0x00).', 0, 255).optional(),
        portSelect: text(
          'nibble: bytes that select the expansion port, in hexadecimal.',
          '1–16 bytes in hexadecimal, e.g. "1B2542"',
          /^(?:[0-9A-Fa-f]{2}){1,16}$/,
        ).optional(),
        psam: z
          .strictObject({
            moduleKey: whole('Index of the key in the module, from the region’s issuer.', 0, 255),
            cardKey: whole('Number of the key in the card, from the region’s issuer.', 0, 255),
          })
          .optional()
          .meta({
            description:
              'nibble: a security module (PSAM) sits in the reader’s second slot and opens third-generation cards. Tried against emulators only.',
          }),
      })
      .optional()
      .meta({ description: 'Peculiarities of the unit.' }),
    transport: z.discriminatedUnion('kind', [serial, hid]).meta({ description: 'The wire.' }),
  })
  .meta({ description: 'Card reader. Leave the whole section out when none is fitted.' });

const codeScanner = z
  .strictObject({
    protocol: choice('How codes arrive: lines of text, HID reports, or keyboard bursts (no transport).', [
      'line',
      'hid-pos',
      'wedge',
    ]),
    options: z
      .strictObject({
        layout: choice(
          'hid-pos: where the characters lie in a report, for a device that does not describe it rightly.',
          ['honeywell', 'newland', 'off-by-one', 'microscan'],
        )
          .optional()
          .meta({ defaultNote: 'by the device’s own description' }),
      })
      .optional()
      .meta({ description: 'Peculiarities of the unit.' }),
    transport: z.discriminatedUnion('kind', [serial, hid]).optional().meta({ description: 'The wire.' }),
  })
  .meta({ description: 'Code scanner for electronic cards. Leave out when none is fitted.' });

const printer = z
  .strictObject({
    profile: text(
      'Model profile: a file in drivers/printer/profiles.',
      'lower-case letters, digits and hyphens, e.g. generic-80',
      /^[a-z0-9-]{1,40}$/,
    ),
    options: z
      .strictObject({
        processId: flag(
          'This unit answers GS ( H (found by a probe): prints are proven by its echo.',
        ).optional(),
      })
      .optional()
      .meta({ description: 'Peculiarities of the unit.' }),
    transport: z.discriminatedUnion('kind', [tcp, serial, usbLp]).meta({ description: 'The wire.' }),
  })
  .meta({ description: 'Slip printer. Leave out when none is fitted: electronic receipts only.' });

const seconds = (description: string, min: number, max: number) => whole(`${description} Seconds.`, min, max);

export const configSchema = z.strictObject({
  terminal,
  cardReader: cardReader.optional(),
  codeScanner: codeScanner.optional(),
  printer: printer.optional(),
  payment,
  agency: z
    .strictObject({
      baseUrl: url('The agency’s server (interface v1).'),
      caFile: file('Certificates that the server’s must chain to: PEM.').optional().meta({
        defaultNote: 'the well-known authorities',
      }),
      certFile: file('The terminal’s own certificate: PEM. Together with keyFile (mutual TLS).').optional(),
      keyFile: file('The terminal’s private key: PEM, PKCS#8. Together with certFile.').optional(),
      receiptUrl: z.string().max(200).refine(isReceiptUrl).optional().meta({
        description:
          'Where phones fetch electronic receipts; {claim} stands for the receipt’s own code. The agency has to take receipts (`PUT /v1/receipts/{claim}`).',
        accepted: 'https:// address with {claim} after the host; http:// on 127.0.0.1 only',
        defaultNote: 'receipts cannot be fetched; they are shown to be photographed',
      }),
    })
    .meta({ description: 'The social insurance agency.' }),
  journal: z
    .strictObject({
      file: z.string().min(1).max(4096).default('journal.sqlite').meta({
        description: 'The journal of orders (SQLite).',
        accepted: 'path of a file; relative to the --user-data folder',
      }),
    })
    .prefault({})
    .meta({ description: 'What must never be lost.' }),
  timeouts: z
    .strictObject({
      qrSeconds: seconds('Life of a payment code.', 60, 600).default(300),
      idleSeconds: seconds('Silence until the warning, on every screen alike.', 20, 600)
        .optional()
        .meta({ defaultNote: '60; bills and review 120' }),
      warnSeconds: seconds('Length of the warning, on every screen alike.', 10, 60)
        .optional()
        .meta({ defaultNote: '15; bills and review 30' }),
    })
    .prefault({})
    .meta({ description: 'How long things wait. Elder mode doubles idle and warning.' }),
  operator: z
    .strictObject({
      pinFile: file('The number that opens the technician’s window; made by scripts/operator-pin.mjs.')
        .optional()
        .meta({ defaultNote: 'no number: a key of an attached keyboard opens it, the glass does not' }),
    })
    .prefault({})
    .meta({ description: 'Who may look after the terminal.' }),
});

/** The file's content once its shape is right, defaults filled in. */
export type ConfigShape = z.output<typeof configSchema>;
