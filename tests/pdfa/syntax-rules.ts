import type { PdfFile } from './pdf-file.ts';
import {
  PdfDict,
  PdfName,
  PdfNumber,
  PdfRef,
  PdfStream,
  PdfString,
  type PdfValue,
  within,
} from './pdf-values.ts';

/** All standard filters but LZWDecode and Crypt (6.1.7). */
const FILTERS = new Set([
  ...['ASCIIHexDecode', 'ASCII85Decode', 'FlateDecode', 'RunLengthDecode'],
  ...['CCITTFaxDecode', 'JBIG2Decode', 'DCTDecode', 'JPXDecode'],
]);

/** Clause 6.1: header, trailer, and every object of the file as it is written. */
export function syntaxFaults(file: PdfFile): readonly string[] {
  return [
    ...headerFaults(file.bytes),
    ...trailerFaults(file),
    ...[file.trailer, ...file.objects.values()].flatMap((object) => [...within(object)].flatMap(valueFaults)),
    ...[...file.objects.values()].flatMap((object) =>
      object instanceof PdfStream ? streamFaults(file, object) : [],
    ),
    ...danglingFaults(file),
  ];
}

function headerFaults(bytes: Buffer): readonly string[] {
  const faults: string[] = [];
  const header = /^%PDF-1\.[0-7](\r\n|\n|\r)/.exec(bytes.toString('latin1', 0, 10));
  if (header === null) return ['6.1.2 the file does not begin with %PDF-1.n and a line end'];
  const comment = bytes.subarray(header[0].length, header[0].length + 5);
  if (comment[0] !== 0x25 || !comment.subarray(1).every((byte) => byte > 127)) {
    faults.push('6.1.2 no comment of four bytes above 127 below the header');
  }
  return faults;
}

function trailerFaults(file: PdfFile): readonly string[] {
  const faults: string[] = [];
  const id = file.array(file.trailer, 'ID');
  if (id.length !== 2 || !id.every((part) => part instanceof PdfString && part.bytes.length > 0)) {
    faults.push('6.1.3 the trailer has no ID');
  }
  if (file.trailer.entries.has('Encrypt')) faults.push('6.1.3 the file is encrypted');
  const size = file.number(file.trailer, 'Size');
  if (size !== Math.max(...file.objects.keys()) + 1)
    faults.push('6.1.4 Size is not one more than the last object');
  return faults;
}

/** Limits (6.1.13), and how strings and names are written (6.1.6, 6.1.8). */
export function valueFaults(value: PdfValue): readonly string[] {
  if (value instanceof PdfNumber) {
    const { value: number, isInteger } = value;
    if (isInteger && (number > 2_147_483_647 || number < -2_147_483_648)) return [`6.1.13 integer ${number}`];
    if (!isInteger && (Math.abs(number) > 3.403e38 || (number !== 0 && Math.abs(number) < 1.175e-38))) {
      return [`6.1.13 real ${number}`];
    }
  }
  if (value instanceof PdfString) {
    if (value.hex !== null && !/^(?:[0-9A-Fa-f]{2})*$/.test(value.hex))
      return ['6.1.6 a hexadecimal string is not one'];
    if (value.bytes.length > 32_767) return ['6.1.13 a string is too long'];
  }
  const names =
    value instanceof PdfDict ? [...value.entries.keys()] : value instanceof PdfName ? [value.value] : [];
  return names.flatMap((name) => [
    ...(name.length > 127 ? [`6.1.13 the name ${name} is too long`] : []),
    ...(isUtf8(name) ? [] : [`6.1.8 the name ${name} is not UTF-8`]),
  ]);
}

function isUtf8(name: string): boolean {
  const bytes = Buffer.from(name, 'latin1');
  return Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
}

function streamFaults(file: PdfFile, stream: PdfStream): readonly string[] {
  const filter = file.get(stream, 'Filter');
  const names = Array.isArray(filter) ? filter : filter === null ? [] : [filter];
  return [
    ...['F', 'FFilter', 'FDecodeParms']
      .filter((key) => stream.dict.entries.has(key))
      .map((key) => `6.1.7 a stream has ${key}`),
    ...names.flatMap((name) =>
      name instanceof PdfName && FILTERS.has(name.value)
        ? []
        : ['6.1.7 a stream has a filter that is not allowed'],
    ),
  ];
}

/** A reference into nothing is null by the letter; in a file of ours it is a mistake. */
function danglingFaults(file: PdfFile): readonly string[] {
  return [file.trailer, ...file.objects.values()].flatMap((object) =>
    [...within(object)].flatMap((value) =>
      value instanceof PdfRef && !file.objects.has(value.id) ? [`ours: object ${value.id} is not there`] : [],
    ),
  );
}
