import type { z } from 'zod';
import type { Bill } from '../port.ts';
import { apiError, type lookupRequest, type Plain } from './messages.ts';
import { isSameIdNumber, type Person } from './people.ts';

/** Who is insured, and what is told about them. */

/**
 * Every field that was given must fit, and one of them must single a person out. Facts of the card that the register
 * does not hold are passed over only when the identity number says who it is.
 */
export function isHolder(
  person: Person,
  request: Exclude<z.infer<typeof lookupRequest>, { readonly by: 'ecode' }>,
): boolean {
  const { idNumber, name } = request;
  const { cardNumber, cardIdentifier } = request.by === 'card' ? request : {};
  if (idNumber === undefined && cardNumber === undefined && cardIdentifier === undefined) return false;
  const fits = (given: string | undefined, registered: string | undefined): boolean =>
    given === undefined || given === registered || (registered === undefined && idNumber !== undefined);
  return (
    (idNumber === undefined || isSameIdNumber(idNumber, person.idNumber)) &&
    fits(name, person.name) &&
    fits(cardNumber, person.cardNumber) &&
    fits(cardIdentifier, person.cardIdentifier)
  );
}

export function publicPart(person: Person, weak: boolean): Plain {
  const { cardIdentifier: _identifier, ecodeTokens: _tokens, bills: _bills, ...insured } = person;
  const strong = insured.verification.filter((method) => method !== 'none');
  const verification = weak ? (strong.length > 0 ? strong : ['pin', 'sms']) : insured.verification;
  return { status: 200, body: { ...insured, verification } };
}

/** null when the tier does not fit the bill. */
export function priceOf(bill: Bill, tierId: string | undefined): number | null {
  const { tiers, amountFen, lateFeeFen = 0 } = bill;
  if (tiers === undefined)
    return tierId === undefined && amountFen !== undefined ? amountFen + lateFeeFen : null;
  const tier = tiers.find((each) => each.tierId === tierId);
  return tier === undefined ? null : tier.amountFen + lateFeeFen;
}

export function notInsured(): Plain {
  return apiError(404, 'NOT_INSURED', '没有查到参保信息');
}
