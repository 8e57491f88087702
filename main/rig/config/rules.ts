import { findProfile } from '../../../drivers/printer/profile.ts';
import { AVAILABLE, type Capability } from './capabilities.ts';
import { paymentRules } from './payment-rules.ts';
import { type ConfigProblem, type KeyPath, problem } from './problem.ts';
import { valueAt } from './schema-tree.ts';

/**
 * What one key demands of another. These rules look at the raw values, not at a parsed configuration, so that a mistake in
 * one key does not hide the next: everything that is wrong is told in one run.
 */
export function ruleProblems(raw: unknown): readonly ConfigProblem[] {
  return RULES.flatMap((rule) => rule(raw));
}

type Rule = (raw: unknown) => readonly ConfigProblem[];

const isGiven = (raw: unknown, path: KeyPath) => valueAt(raw, path) !== undefined;

/** Some readers have one kind of slot only. */
const slotRule: Rule = (raw) => {
  const slot = valueAt(raw, ['cardReader', 'slot']);
  const protocol = valueAt(raw, ['cardReader', 'protocol']);
  const only = protocol === 'pn532' ? 'contactless' : 'contact';
  const wrong =
    protocol === 'gemtwin-ccid' || protocol === 'nibble'
      ? slot === 'contactless'
      : protocol === 'pn532' && slot === 'contact';
  if (!wrong) return [];
  return [problem(['cardReader', 'slot'], `${protocol} has a ${only} slot only`, `auto | ${only}`)];
};

/** Only the nibble protocol was seen on HID. */
const readerWireRule: Rule = (raw) => {
  const path = ['cardReader', 'transport', 'kind'];
  const protocol = valueAt(raw, ['cardReader', 'protocol']);
  if (valueAt(raw, path) !== 'hid' || protocol === 'nibble' || protocol === undefined) return [];
  return [problem(path, `does not fit protocol ${protocol}`, 'serial')];
};

/** An option of another protocol would silently do nothing. */
const optionRule: Rule = (raw) => {
  const owners = { echo: 'gemtwin-ccid', commandClass: 'nibble', portSelect: 'nibble', psam: 'nibble' };
  const protocol = valueAt(raw, ['cardReader', 'protocol']);
  return Object.entries(owners).flatMap(([option, owner]) => {
    const path = ['cardReader', 'options', option];
    if (!isGiven(raw, path) || protocol === owner) return [];
    return [problem(path, `belongs to protocol ${owner}`, 'leave it out')];
  });
};

/** A HID device is named by both ids or by its path. */
const hidRule: Rule = (raw) =>
  ['cardReader', 'codeScanner'].flatMap((device) => {
    const section = [device, 'transport'];
    if (valueAt(raw, [...section, 'kind']) !== 'hid') return [];
    const ids = ['vendorId', 'productId'].filter((key) => isGiven(raw, [...section, key])).length;
    const byPath = isGiven(raw, [...section, 'path']);
    if ((ids === 2 && !byPath) || (ids === 0 && byPath)) return [];
    return [problem(section, 'names the device in no clear way', 'vendorId and productId, or path alone')];
  });

/** Some printers' answers contain the bytes of software flow control, which the line would swallow. */
const printerFlowRule: Rule = (raw) => {
  const path = ['printer', 'transport', 'flow'];
  const name = valueAt(raw, ['printer', 'profile']);
  const profile = typeof name === 'string' ? findProfile(name) : null;
  if (valueAt(raw, path) !== 'xonxoff' || profile?.ok !== true || profile.value.line.xonXoff) return [];
  return [problem(path, `would swallow answers of ${profile.value.name}`, 'none | rtscts')];
};

/** Every scanner protocol has its own wire; a wedge is a keyboard and has none. */
const scannerRule: Rule = (raw) => {
  const path = ['codeScanner', 'transport'];
  const protocol = valueAt(raw, ['codeScanner', 'protocol']);
  const kind = valueAt(raw, [...path, 'kind']);
  if (protocol === 'wedge') {
    return isGiven(raw, path) ? [problem(path, 'a wedge is a keyboard and has none', 'leave it out')] : [];
  }
  const needed = protocol === 'line' ? 'serial' : protocol === 'hid-pos' ? 'hid' : null;
  if (needed === null) return [];
  if (!isGiven(raw, path)) return [problem(path, 'is missing', `a section with kind: ${needed}`)];
  const other = (kind === 'serial' || kind === 'hid') && kind !== needed;
  return other ? [problem([...path, 'kind'], `does not fit protocol ${protocol}`, needed)] : [];
};

const mutualTlsRule: Rule = (raw) => {
  const baseUrl = valueAt(raw, ['agency', 'baseUrl']);
  const plain = typeof baseUrl === 'string' && baseUrl.startsWith('http:');
  const files = ['caFile', 'certFile', 'keyFile'].filter((key) => isGiven(raw, ['agency', key]));
  if (plain)
    return files.map((key) => problem(['agency', key], 'is not used over plain http', 'leave it out'));
  if (files.includes('certFile') === files.includes('keyFile')) return [];
  const missing = files.includes('certFile') ? 'keyFile' : 'certFile';
  return [problem(['agency', missing], 'is missing: certificate and key belong together', 'path of a file')];
};

/** The shape is that of the finished product; see capabilities.ts. */
const capabilityRule: Rule = (raw) => {
  const unavailable = (path: KeyPath, name: Capability) =>
    problem(path, 'not available in this version', AVAILABLE[name].join(' | '));
  const values = Object.keys(AVAILABLE).flatMap((key) => {
    const name = key as Capability;
    const value = valueAt(raw, name.split('.'));
    const known: readonly unknown[] = AVAILABLE[name];
    return typeof value === 'string' && !known.includes(value) ? [unavailable(name.split('.'), name)] : [];
  });
  const known: readonly string[] = AVAILABLE.payment;
  const wallets = ['wechat', 'alipay', 'aggregate'].filter(
    (wallet) => isGiven(raw, ['payment', wallet]) && !known.includes(wallet),
  );
  return [...values, ...wallets.map((wallet) => unavailable(['payment', wallet], 'payment'))];
};

const RULES: readonly Rule[] = [
  slotRule,
  readerWireRule,
  optionRule,
  hidRule,
  scannerRule,
  printerFlowRule,
  ...paymentRules,
  mutualTlsRule,
  capabilityRule,
];
