import type { CardIdentity } from '../port.ts';

/** What reading the made-up card of the card notes gives. */
export const NOTES_CARD: CardIdentity = {
  outcome: 'complete',
  version: '2',
  idNumber: '11010519491231002X',
  name: '张三',
  cardNumber: 'A00000001',
  cardIdentifier: '110105D15600000500000001FFFFFFFF',
  region: '110105',
  issuedOn: '2020-01-01',
  expiresOn: '2030-01-01',
  specification: '2.00',
  resetInfo: '00813147318650430200000013',
  warnings: [],
};
