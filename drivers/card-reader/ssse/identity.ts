import { toHex } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardError, CardIdentity, CardWarning } from '../port.ts';
import { FIELDS, type FieldName, type FieldValues, versionOf } from './fields.ts';
import { judgeIdNumber } from './id-number.ts';
import { asciiText, dateText, nameText } from './text.ts';

const IDENTIFIER_LENGTH = 16;

/**
 * Turns raw values into the holder. `guarded` = the card refused to give something without authentication; `today` is
 * the calendar day in China, `YYYY-MM-DD`.
 *
 * No identity number on a card that guards it is `NEEDS_SAM`; on one that does not, nobody can be identified: UNREADABLE.
 */
export function assembleIdentity(
  values: FieldValues,
  guarded: boolean,
  today: string,
): Result<CardIdentity, CardError> {
  const raw = (field: FieldName) => values.get(FIELDS[field].tag) ?? new Uint8Array(0);
  const idNumber = asciiText(raw('idNumber'));
  const name = nameText(raw('name'), raw('nameExtension'));
  if (idNumber === null || (idNumber !== '' && judgeIdNumber(idNumber) === 'nonsense'))
    return unreadable('08');
  if (name === null) return unreadable('09');
  if (idNumber === '' && !guarded) return unreadable('08');
  const expiresOn = dateText(raw('expiresOn'));
  const warnings: CardWarning[] = [];
  if (idNumber !== '' && judgeIdNumber(idNumber) === 'doubtful') warnings.push('CHECK_DIGIT');
  if (expiresOn !== null && expiresOn < today.slice(0, expiresOn.length)) warnings.push('EXPIRED');
  return ok({
    outcome: idNumber === '' ? 'NEEDS_SAM' : 'complete',
    version: versionOf(values),
    ...present('idNumber', idNumber),
    ...present('name', name),
    ...present('cardNumber', asciiText(raw('cardNumber'))),
    ...identifier(raw('cardIdentifier')),
    ...present('issuedOn', dateText(raw('issuedOn'))),
    ...present('expiresOn', expiresOn),
    warnings,
  });
}

function unreadable(tag: string): Result<never, CardError> {
  return err({ code: 'UNREADABLE', detail: `tag ${tag}` });
}

/** The property, or nothing at all: fields that the card did not yield are absent. */
function present<Name extends string>(name: Name, value: string | null): { readonly [K in Name]?: string } {
  return value === null || value === '' ? {} : ({ [name]: value } as { readonly [K in Name]: string });
}

/** 卡的识别码: the region's six digits, the registered application number, serial number and MAC. */
function identifier(value: Uint8Array): { readonly cardIdentifier?: string; readonly region?: string } {
  if (value.length !== IDENTIFIER_LENGTH) return {};
  const cardIdentifier = toHex(value);
  const region = cardIdentifier.slice(0, 6);
  return /^\d{6}$/.test(region) ? { cardIdentifier, region } : { cardIdentifier };
}
