import { type Fen, isFen } from '../../drivers/base/money.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'] as const;

/**
 * An amount in Chinese capitals (大写), as vouchers carry it so that no digit can be altered: 38000 → 叁佰捌拾元整.
 *
 * The forms are those of the central bank's rules for filling in bills and vouchers (《正确填写票据和结算凭证的基本规定》):
 * - a run of zeros inside the number is read as a single 零;
 * - where the 万 or 元 place alone is zero the rules allow both forms; ours are the first ones of their examples:
 *   107000.53 → 壹拾万柒仟元零伍角叁分, 1680.32 → 壹仟陆佰捌拾元零叁角贰分;
 * - 10 is 壹拾, never a bare 拾;
 * - 整 closes an amount that ends in 元 or 角, nothing follows 分.
 *
 * @param fen 0…MAX_FEN
 * @throws RangeError for anything that is not an amount: a bug of the caller
 */
export function daxie(fen: Fen): string {
  if (!isFen(fen)) throw new RangeError(`not an amount in fen: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const cent = fen % 10;
  if (yuan === 0 && jiao === 0 && cent === 0) return '零元整';

  const yuanText = yuan === 0 ? '' : `${integer(yuan)}元`;
  const jiaoText = jiao === 0 ? '' : `${capital(jiao)}角`;
  if (jiao === 0 && cent === 0) return `${yuanText}整`;
  // Something smaller follows: 零 stands for a zero 元 or 角 place between two written digits.
  const gap = yuan > 0 && (jiao === 0 || yuan % 10 === 0) ? '零' : '';
  return `${yuanText}${gap}${jiaoText}${cent === 0 ? '整' : `${capital(cent)}分`}`;
}

/** 1…99,999,999: at most two groups of four. */
function integer(value: number): string {
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  if (high === 0) return group(low);
  const gap = low > 0 && low < 1_000 ? '零' : '';
  return `${group(high)}万${gap}${low === 0 ? '' : group(low)}`;
}

/** 1…9999, without leading 零. */
function group(value: number): string {
  let text = '';
  let zeros = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zeros = text !== '';
      continue;
    }
    text += `${zeros ? '零' : ''}${capital(digit)}${PLACES[place]}`;
    zeros = false;
  }
  return text;
}

function capital(digit: number): string {
  return DIGITS.charAt(digit);
}
