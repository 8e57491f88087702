import type { CardImage } from './card-image.ts';
import { ATR_A, ATR_B, type Issue, issue, otherCard, withoutHolder } from './card-issue.ts';
import { DEMO_REGION, OTHER_REGION_KEY } from './demo-region.ts';

/** What third-generation cards keep to themselves. */
const GUARDED = [0x07, 0x08, 0x09, 0x4e, 0x0a, 0x0b, 0x0c, 0x0d];

/** A card of the second generation with nothing special about it; `serial` is two digits. */
function plain(cardId: string, label: string, serial: string): Omit<Issue, 'name' | 'nameHex' | 'idNumber'> {
  return {
    cardId,
    label,
    version: '2.00',
    cardNumber: `YS00000${serial}`,
    cardIdentifier: `440404D156000005000000${serial}FFFFFFFF`,
    issued: '20220101',
    expires: '20420101',
  };
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
        guardedTags: GUARDED,
        externalKey: { id: DEMO_REGION.card, issuerKey: OTHER_REGION_KEY },
        contactlessAtr: '3B888001000000000000000009',
      },
    ),
  ),
  otherCard({ cardId: 'bank', label: '银行卡' }, {}),
  otherCard({ cardId: 'mute', label: '插反的卡（芯片不应答）' }, { atr: null }),
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
  otherCard(
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
  issue(
    {
      ...plain('v3-psam', '黄三代（三代卡，有 SAM 就能读）', '08'),
      version: '3.00',
      name: '黄三代',
      nameHex: 'BBC6C8FDB4FA',
      idNumber: '440404190001150318',
    },
    {
      atr: '3B6D000000813147318650430200000021',
      guardedTags: GUARDED,
      externalKey: { id: DEMO_REGION.card, issuerKey: DEMO_REGION.issuerKey },
      contactlessAtr: '3B888001000000000000000009',
    },
  ),
  issue({
    ...plain('v2-hmt', '何港生（港澳台居民）', '09'),
    name: '何港生',
    nameHex: 'BACEB8DBC9FA',
    idNumber: '810000190008080836',
  }),
  issue({
    ...plain('v2-foreigner', 'JOHN SAMPLE（外国人永久居留）', '10'),
    name: 'JOHN SAMPLE',
    nameHex: '4A4F484E2053414D504C45',
    idNumber: '944999190009090992',
  }),
  issue(
    {
      ...plain('v1-digits15', '卢旧号（15 位号码的一代卡）', '11'),
      version: '1.0',
      name: '卢旧号',
      nameHex: 'C2ACBEC9BAC5',
      idNumber: '440404000114020',
      issued: '32303036',
      expires: '32303436',
    },
    { atr: ATR_B },
  ),
  issue(
    {
      ...plain('v2-number', '吴识记（只认记录号的卡）', '12'),
      name: '吴识记',
      nameHex: 'CEE2CAB6BCC7',
      idNumber: '440404190010101040',
    },
    { reads: ['number'] },
  ),
  issue(
    {
      ...plain('v2-short-id', '郑短名（只认短文件标识的卡）', '13'),
      name: '郑短名',
      nameHex: 'D6A3B6CCC3FB',
      idNumber: '440404190011111160',
    },
    { selectsFiles: [], reads: ['tag'] },
  ),
  issue(
    {
      ...plain('v2-master', '冯主控（先选主文件的卡）', '14'),
      name: '冯主控',
      nameHex: 'B7EBD6F7BFD8',
      idNumber: '44040419001212123X',
    },
    { masterFileFirst: true, selectsFiles: ['02'] },
  ),
  issue(
    {
      ...plain('v2-ssf33', '许商密（SSF33 算法的卡）', '15'),
      name: '许商密',
      nameHex: 'D0EDC9CCC3DC',
      idNumber: '440404190001130130',
    },
    { application: 'sx2' },
  ),
  otherCard(
    { cardId: 'garbled', label: '数据错乱的卡' },
    {
      atr: ATR_A,
      application: 'sx1',
      reads: ['tag', 'number', 'to-last'],
      garbage: '9C41F00D5EED00FF',
    },
  ),
  otherCard(
    { cardId: 'closed', label: '被发卡方停用的卡' },
    { atr: ATR_A, application: 'sx1', closed: '6283' },
  ),
];
