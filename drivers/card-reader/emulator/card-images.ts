import {
  an,
  type CardImage,
  type CardImageHolder,
  type Chip,
  type ChipRecord,
  padded,
} from './card-image.ts';

/** Test cards' answers to reset, as captured (card notes 1.5). */
const ATR_A = '3B6D000000813147318650430200000013';
const ATR_B = '3B6D00000081544C928684420100000135';

/** A card's issue data. `nameHex` is GB18030, so that no encoder is shared with anybody. */
interface Issue extends CardImageHolder {
  readonly version: string;
  readonly name: string;
  readonly nameHex: string;
  readonly idNumber: string;
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  /** Hex of the four bytes, packed decimal or ASCII. */
  readonly issued: string;
  readonly expires: string;
}

const NAME_LENGTH = 30;

function issue(data: Issue, chip: Partial<Chip> = {}): CardImage {
  const { version, nameHex, issued, expires, ...holder } = data;
  const nameField = padded(nameHex.slice(0, NAME_LENGTH * 2), NAME_LENGTH);
  const extension: readonly ChipRecord[] =
    version[0] === '1' ? [] : [[0x4e, padded(nameHex.slice(NAME_LENGTH * 2), 20)]];
  return {
    ...holder,
    region: holder.cardIdentifier.slice(0, 6),
    chip: {
      atr: ATR_A,
      application: 'sx1',
      selectAnswer: 'fetched',
      zeroLe: 'corrected',
      reads: ['tag', 'number', 'to-last'],
      ef05: [
        [0x01, holder.cardIdentifier],
        [0x02, '31'],
        [0x03, an(version, 4)],
        [0x04, padded('915600000440404001', 12)],
        [0x05, issued],
        [0x06, expires],
        [0x07, an(holder.cardNumber, 9)],
      ],
      ef06: [
        [0x08, an(holder.idNumber, 18)],
        [0x09, nameField],
        ...extension,
        [0x0a, Number(holder.idNumber[16]) % 2 === 1 ? '31' : '32'],
        [0x0b, '01'],
        [0x0c, '440404'],
        [0x0d, holder.idNumber.slice(6, 14)],
      ],
      pin: '123456',
      ...chip,
    },
  };
}

/** A card without a social security application, or one that does not get as far. */
function foreign(holder: CardImageHolder, chip: Partial<Chip>): CardImage {
  const none: Chip = {
    atr: ATR_B,
    application: 'bank',
    selectAnswer: 'fetched',
    zeroLe: 'corrected',
    reads: [],
    ef05: [],
    ef06: [],
  };
  return { ...holder, chip: { ...none, ...chip } };
}

/**
 * The cards that the emulated reader has in its drawer. Everybody was "born" in 1900 in the demo district: the numbers
 * pass GB 11643 and belong to nobody.
 */
export const CARD_IMAGES: readonly CardImage[] = [
  issue({
    cardId: 'v2-wang',
    label: '王建明（二代卡）',
    version: '2.00',
    name: '王建明',
    nameHex: 'CDF5BDA8C3F7',
    idNumber: '440404190001011019',
    cardNumber: 'YS0000001',
    cardIdentifier: '440404D156000005 00000001 FFFFFFFF'.replaceAll(' ', ''),
    issued: '20200101',
    expires: '20400101',
  }),
  issue(
    {
      cardId: 'v1-li',
      label: '李秀英（一代卡）',
      version: '1.0',
      name: '李秀英',
      nameHex: 'C0EED0E3D3A2',
      idNumber: '440404190002022027',
      cardNumber: 'YS0000002',
      cardIdentifier: '440404D15600000500000002FFFFFFFF',
      // "2012" and "2042" in ASCII, as on the captured test card.
      issued: '32303132',
      expires: '32303432',
    },
    { atr: ATR_B, masterFileFirst: true, selectAnswer: 'direct', zeroLe: 'direct', reads: ['number'] },
  ),
  issue(
    {
      cardId: 'v2-rare',
      label: '生僻长姓名（二代卡）',
      version: '2.00',
      // 34 bytes: the four-byte 𠮷 (95 34 B2 35) lies across the end of the name field.
      name: '阿依古丽·买买提依明尼亚孜木𠮷汗',
      nameHex: 'B0A2D2C0B9C5C0F6A1A4C2F2C2F2CCE1D2C0C3F7C4E1D1C7D7CEC4BE9534B235BAB9',
      idNumber: '440404190003033035',
      cardNumber: 'YS0000003',
      cardIdentifier: '440404D15600000500000003FFFFFFFF',
      issued: '20210315',
      expires: '20410315',
    },
    { application: 'sx2', reads: ['tag'], zeroLe: 'direct' },
  ),
  withoutHolder(
    issue(
      {
        cardId: 'v3-sam',
        label: '三代卡（需 SAM 认证）',
        version: '3.00',
        name: '张三',
        nameHex: 'D5C5C8FD',
        idNumber: '440404190004044043',
        cardNumber: 'YS0000004',
        cardIdentifier: '440404D15600000500000004FFFFFFFF',
        issued: '20240601',
        expires: '20440601',
      },
      {
        guardedTags: [0x07, 0x08, 0x09, 0x4e, 0x0a, 0x0b, 0x0c, 0x0d],
        contactlessAtr: '3B888001000000000000000009',
      },
    ),
  ),
  foreign({ cardId: 'bank', label: '银行卡' }, {}),
  foreign({ cardId: 'mute', label: '插反的卡（芯片不应答）' }, { atr: null }),
  issue(
    {
      cardId: 'worn',
      label: '芯片磨损的卡',
      version: '2.00',
      name: '周磨损',
      nameHex: 'D6DCC4A5CBF0',
      idNumber: '440404190005055051',
      cardNumber: 'YS0000005',
      cardIdentifier: '440404D15600000500000005FFFFFFFF',
      issued: '20150101',
      expires: '20350101',
    },
    { failsAfter: 4 },
  ),
  issue({
    cardId: 'v2-expired',
    label: '已过有效期的卡',
    version: '2.0',
    name: '赵过期',
    nameHex: 'D5D4B9FDC6DA',
    idNumber: '44040419000606606X',
    cardNumber: 'YS0000006',
    cardIdentifier: '440404D15600000500000006FFFFFFFF',
    issued: '20100101',
    expires: '20200101',
  }),
  issue({
    cardId: 'v2-check',
    label: '号码校验位不符的卡',
    version: '2.00',
    name: '陈本地',
    nameHex: 'B3C2B1BEB5D8',
    idNumber: '440404190007077070',
    cardNumber: 'YS0000007',
    cardIdentifier: '440404D15600000500000007FFFFFFFF',
    issued: '20200101',
    expires: '20400101',
  }),
  foreign(
    {
      cardId: 'captured',
      label: '空白测试卡（无持卡人）',
      cardNumber: 'B00000131',
      cardIdentifier: '430299D156000005000000133A05F2E3',
      region: '430299',
    },
    {
      // The captured session of card notes 1.8, record by record.
      atr: ATR_A,
      application: 'sx1',
      reads: ['tag', 'number', 'to-last'],
      pin: '666666',
      ef05: [
        [0x01, '430299D156000005000000133A05F2E3'],
        [0x02, '33'],
        [0x03, '322E3000'],
        [0x04, '915600000243020043' + '0100D5'],
        [0x05, '32303132'],
        [0x06, '32303232'],
        [0x07, '423030303030313331'],
      ],
    },
  ),
];

/** What the card does not give away cannot seed an agency. */
function withoutHolder({ name, idNumber, cardNumber, ...image }: CardImage): CardImage {
  return image;
}
