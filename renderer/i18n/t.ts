import messages from '../../assets/locales/zh-Hans.json';

/**
 * Every text of the resident's screens. Keys built from the contract's own names (`trouble.${TroubleCode}.what`) are
 * checked by the compiler: a code without a text does not build.
 */
export type MessageKey = keyof typeof messages;

export type MessageParams = Readonly<Record<string, string | number>>;

/** Replaces `{name}` by the parameter of that name; one that is not given stays visible, and a test looks for it. */
export function t(key: MessageKey, params: MessageParams = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));
}
