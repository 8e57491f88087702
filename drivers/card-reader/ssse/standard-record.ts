import type { CardIdentity } from '../port.ts';
import { encodeGb18030 } from './gb18030.ts';

/** Who asks, as the agency has registered the terminal. */
export interface TerminalIds {
  /** 终端机编号. */
  readonly terminalNumber: string;
  /** 终端设备号. */
  readonly deviceNumber: string;
}

/**
 * The record that agencies' integrators know from the standard terminal library (iReadCardBas; card notes 1.10): eleven
 * fields, each followed by `|`:
 *
 * 发卡地区行政区划代码 | 社会保障号码 | 卡号 | 卡识别码 | 姓名 | 卡复位信息 | 规范版本 | 发卡日期 | 卡有效期 | 终端机编号 | 终端设备号 |
 *
 * Dates are `YYYYMMDD`, or `YYYY` where the card holds no more. What the card did not yield is empty. A `|` inside a field
 * would move all that follow: it is written as `｜`.
 */
export function standardRecord(identity: CardIdentity, terminal: TerminalIds): string {
  const fields = [
    identity.region,
    identity.idNumber,
    identity.cardNumber,
    identity.cardIdentifier,
    identity.name,
    identity.resetInfo,
    identity.specification,
    identity.issuedOn?.replaceAll('-', ''),
    identity.expiresOn?.replaceAll('-', ''),
    terminal.terminalNumber,
    terminal.deviceNumber,
  ];
  return fields.map((field = '') => `${field.replaceAll('|', '｜')}|`).join('');
}

/**
 * The same in the encoding that the library's callers expect: GBK, and beyond it the four-byte codes of GB 18030, which
 * a caller that knows only GBK cannot read, but which lose nobody's name.
 */
export function standardRecordBytes(identity: CardIdentity, terminal: TerminalIds): Uint8Array {
  return encodeGb18030(standardRecord(identity, terminal));
}
