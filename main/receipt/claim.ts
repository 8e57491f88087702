/** Stands for the claim in the address under which a phone fetches a receipt (`agency.receiptUrl`). */
const PLACE = '{claim}';

/** The exact address, as it stands in the code on the glass. */
export function claimUrl(template: string, claim: string): string {
  return template.replaceAll(PLACE, claim);
}

/** `7K3M-9QWX-A2B3-C4D5`: by fours, to be read off the glass and typed. */
export function claimInGroups(claim: string): string {
  return claim.replaceAll(/.{4}(?=.)/g, '$&-');
}
