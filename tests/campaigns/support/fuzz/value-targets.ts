import fc from 'fast-check';
import { decodeAnswer } from '../../../../drivers/card-reader/ccid.ts';
import { historicalBytes } from '../../../../drivers/card-reader/iso7816/atr.ts';
import { parseRecords } from '../../../../drivers/card-reader/iso7816/simple-tlv.ts';
import { parseFirmware } from '../../../../drivers/card-reader/pn532/commands.ts';
import { readStatus } from '../../../../drivers/card-reader/pn532/status.ts';
import { parseTarget } from '../../../../drivers/card-reader/pn532/target.ts';
import { encodeGb18030 } from '../../../../drivers/card-reader/ssse/gb18030.ts';
import { classifyIdNumber } from '../../../../drivers/card-reader/ssse/id-number.ts';
import { asciiText, dateText, nameText } from '../../../../drivers/card-reader/ssse/text.ts';
import { type FuzzTarget, must, same } from './target.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

/** Records as a card has them, one after another, the last perhaps cut off. */
const recordBytes = fc
  .tuple(fc.array(fc.tuple(fc.nat(255), bytes(40)), { maxLength: 12 }), fc.nat(20))
  .map(([records, cut]) => {
    const all = records.flatMap(([tag, value]) => [tag, value.length, ...value]);
    return Uint8Array.from(all.slice(0, Math.max(0, all.length - cut)));
  });

export const VALUE_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'TLV records',
    share: 90,
    property: () =>
      fc.property(fc.oneof(recordBytes, bytes(300)), (file) => {
        const records = parseRecords(file);
        const again = records.flatMap(({ tag, value }) => [tag, value.length, ...value]);
        must(same([...file.subarray(0, again.length)], again), 'records are what stands there');
        const left = file.length - again.length;
        must(left < 2 || left < 2 + Number(file[again.length + 1]), 'no whole record is left out');
      }),
  },
  {
    name: 'answers to reset',
    share: 30,
    property: () =>
      fc.property(fc.constantFrom(0x3b, 0x3f, 0x00), bytes(40), (first, rest) => {
        must(historicalBytes(Uint8Array.of(first, ...rest)).length <= 15, 'fifteen historical bytes at most');
      }),
  },
  {
    name: 'CCID answers',
    share: 30,
    property: () =>
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 300 }), (message) => {
        const { data, failed, timeExtension } = decodeAnswer(message);
        must(data.length === message.length - 10, 'data is what follows the header');
        must(!(failed && timeExtension), 'an answer is one thing');
      }),
  },
  {
    name: 'descriptions of contactless cards',
    share: 50,
    property: () =>
      fc.property(fc.constantFrom('A', 'B'), bytes(60), (type, data) => {
        const target = parseTarget(type, data);
        must((target === null) === (data[0] === 0), 'somebody is there or not');
        if (target?.kind === 'card') must(target.atr.length <= 20, 'an answer to reset is short');
        must(parseFirmware(data).model !== '', 'a reader has a name');
        readStatus(data[0]);
      }),
  },
  {
    name: 'texts, dates and numbers',
    share: 80,
    property: () =>
      fc.property(bytes(50), bytes(20), fc.string({ unit: 'binary', maxLength: 20 }), (value, more, text) => {
        const name = nameText(value, more);
        must(name === null || !/[\p{Cc}\uFFFD]/u.test(name), 'a name is text');
        const ascii = asciiText(value);
        must(ascii === null || /^[\x21-\x7e]*$/.test(ascii), 'a number is printable');
        const date = dateText(value);
        must(date === null || /^[12]\d{3}(-\d\d-\d\d)?$/.test(date), 'a date is one');
        if (ascii !== null) classifyIdNumber(ascii);
        classifyIdNumber(text);
        if (name !== null)
          must(nameText(encodeGb18030(name), new Uint8Array(0)) === name, 'a name comes back');
        encodeGb18030(text);
      }),
  },
];
