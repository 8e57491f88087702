import { MAX_NUMBER_LENGTH } from '../../../drivers/payment/chinaums/numbers.ts';
import { AVAILABLE } from './capabilities.ts';
import { type ConfigProblem, type KeyPath, problem } from './problem.ts';
import { valueAt } from './schema-tree.ts';

/** What the keys of the wallets demand of one another. */

type Rule = (raw: unknown) => readonly ConfigProblem[];

const isGiven = (raw: unknown, path: KeyPath) => valueAt(raw, path) !== undefined;

const walletRule: Rule = (raw) => {
  const section = valueAt(raw, ['payment']);
  if (typeof section !== 'object' || section === null) return [];
  return Object.keys(section).some((key) => key !== 'acceptKeyFiles')
    ? []
    : [problem(['payment'], 'names no wallet', AVAILABLE.payment.join(', '))];
};

/** A key is in a file or on a token: with both, nobody could tell which one signs. */
const signerRule: Rule = (raw) =>
  [
    ['wechat', 'merchantKey'],
    ['alipay', 'appKey'],
  ].flatMap(([wallet = '', key = '']) => {
    const section = ['payment', wallet];
    if (!isGiven(raw, section)) return [];
    const byFile = isGiven(raw, [...section, `${key}File`]);
    const byToken = isGiven(raw, [...section, key]);
    if (byFile && byToken) {
      return [problem([...section, key], `is given as ${key}File as well`, `one of ${key} and ${key}File`)];
    }
    if (byFile || byToken) return [];
    return [
      problem(
        [...section, `${key}File`],
        'is missing',
        `path of a key file, or a section ${key} for a token`,
      ),
    ];
  });

/** WeChat Pay lets no service provider sell for itself: with its own number in both places every order is refused. */
const partnerRule: Rule = (raw) => {
  const path = ['payment', 'wechat', 'partner', 'subMchId'];
  const subMchId = valueAt(raw, path);
  if (subMchId === undefined || subMchId !== valueAt(raw, ['payment', 'wechat', 'mchId'])) return [];
  return [problem(path, 'is the service provider’s own number (mchId)', 'the number of its sub merchant')];
};

/** `K`, the terminal's id without its own K, six digits for the day, ten characters; `R` and `x1` round it in a refund. */
const AROUND_THE_ID = 'KRx1'.length + 6 + 10;
const SOURCE_NO_LENGTH = 4;
const MOST_OF_THE_ID = MAX_NUMBER_LENGTH - SOURCE_NO_LENGTH - AROUND_THE_ID;

/** The acquirer takes shorter numbers than the wallets, and puts its own four characters in front. */
const numberRule: Rule = (raw) => {
  const id = valueAt(raw, ['terminal', 'id']);
  if (!isGiven(raw, ['payment', 'aggregate']) || typeof id !== 'string') return [];
  if (id.replace(/^K/, '').length <= MOST_OF_THE_ID) return [];
  const accepted = `at most ${MOST_OF_THE_ID} characters, a K in front not counted`;
  return [problem(['terminal', 'id'], 'is too long for the numbers that payment.aggregate allows', accepted)];
};

export const paymentRules: readonly Rule[] = [walletRule, signerRule, partnerRule, numberRule];
