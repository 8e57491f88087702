import { toHex } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CardError, CardIdentity, CardWarning } from '../port.ts';
import { FIELDS, type FieldName, type FieldValues, versionOf } from './fields.ts';
import { classifyIdNumber } from './id-number.ts';
import { asciiText, dateText, nameText } from './text.ts';

const IDENTIFIER_LENGTH = 16;

/** What a reading has brought. */
export interface CardFacts {
  readonly values: FieldValues;
  /** The card refused to give something without authentication. */
  readonly guarded: boolean;
  /** Historical bytes of the answer to reset; may be empty. */
  readonly historicalBytes: Uint8Array;
  /** The calendar day in China, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Turns raw values into the holder. No identity number on a card that guards it is `NEEDS_SAM`; on one that does not,
 * nobody can be identified: UNREADABLE.
 */
export function assembleIdentity(facts: CardFacts): Result<CardIdentity, CardError> {
  const { values, guarded, historicalBytes, today } = facts;
  const raw = (field: FieldName) => values.get(FIELDS[field].tag) ?? new Uint8Array(0);
  const idNumber = asciiText(raw('idNumber'));
  const name = nameText(raw('name'), raw('nameExtension'));
  if (idNumber === null || (idNumber === '' && !guarded)) return unreadable('08');
  const judged = idNumber === '' ? NO_NUMBER : classifyIdNumber(idNumber);
  if (judged === null) return unreadable('08');
  if (name === null) return unreadable('09');
  const expiresOn = dateText(raw('expiresOn'));
  const warnings: CardWarning[] = [...judged.warnings];
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
    ...present('specification', asciiText(raw('version'))),
    ...present('resetInfo', toHex(historicalBytes)),
    warnings,
  });
}

/** Nothing to object to in a number that the card did not give. */
const NO_NUMBER = { warnings: [] } as const;

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
