import { PROFILE_NAMES } from '../../../drivers/printer/profile.ts';

/**
 * What kiosk.yaml may name and this version can do. The shape of the file is already that of the finished product; a
 * value that is not listed here is answered with one clear problem. Whoever builds the next protocol adds its name here,
 * and nowhere else in the configuration.
 */
export const AVAILABLE = {
  'cardReader.protocol': ['acs-ccid', 'gemtwin-ccid', 'nibble', 'pn532'],
  'cardReader.transport.kind': ['serial', 'hid'],
  'codeScanner.protocol': ['line', 'hid-pos', 'wedge'],
  'codeScanner.transport.kind': ['serial', 'hid'],
  // The demo printer is the demo rig's own.
  'printer.profile': PROFILE_NAMES.filter((name) => name !== 'demo-80'),
  'printer.transport.kind': ['tcp', 'serial', 'usb-lp'],
  payment: ['wechat', 'alipay', 'aggregate'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Capability = keyof typeof AVAILABLE;
