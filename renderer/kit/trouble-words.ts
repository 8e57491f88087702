import { TROUBLES, type TroubleCode } from '../../main/contract/trouble.ts';
import { type MessageKey, t } from '../i18n/t.ts';

/** Troubles in which the electronic card is the better advice, where there is a scanner. */
type EcodeTrouble = {
  [Code in TroubleCode]: (typeof TROUBLES)[Code]['next'] extends 'ecode' ? Code : never;
}[TroubleCode];

function isEcodeTrouble(code: TroubleCode): code is EcodeTrouble {
  return TROUBLES[code].next === 'ecode';
}

/** What to do now. `scan`: the electronic card can be used instead of the plastic one. */
export function whatNow(code: TroubleCode, scan: boolean): string {
  const key: MessageKey = scan && isEcodeTrouble(code) ? `trouble.${code}.now-ecode` : `trouble.${code}.now`;
  return t(key);
}
