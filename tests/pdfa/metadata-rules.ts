import type { PdfFile } from './pdf-file.ts';
import { PdfStream, PdfString } from './pdf-values.ts';
import { readXmp, type XmpProperty } from './xmp.ts';

const PDFAID = 'http://www.aiim.org/pdfa/ns/id/';
const DC = 'http://purl.org/dc/elements/1.1/';
const XMP = 'http://ns.adobe.com/xap/1.0/';
const PDF = 'http://ns.adobe.com/pdf/1.3/';

/** Entries of the information dictionary and the properties that must say the same (6.6.3). */
const TWINS: readonly (readonly [entry: string, namespace: string, name: string])[] = [
  ['Title', DC, 'title'],
  ['Author', DC, 'creator'],
  ['Subject', DC, 'description'],
  ['Keywords', PDF, 'Keywords'],
  ['Creator', XMP, 'CreatorTool'],
  ['Producer', PDF, 'Producer'],
  ['CreationDate', XMP, 'CreateDate'],
  ['ModDate', XMP, 'ModifyDate'],
];

/** Clause 6.6. */
export function metadataFaults(file: PdfFile): readonly string[] {
  const stream = file.get(file.catalog, 'Metadata');
  if (!(stream instanceof PdfStream)) return ['6.6.2.1 the document has no metadata'];
  const faults: string[] = [];
  if (file.name(stream, 'Type') !== 'Metadata' || file.name(stream, 'Subtype') !== 'XML') {
    faults.push('6.6.2.1 the metadata is not of type Metadata, XML');
  }
  const data = file.data(stream);
  const packet = data.toString('utf8');
  if (!Buffer.from(packet, 'utf8').equals(data)) faults.push('6.6.2.1 the metadata is not UTF-8');
  const { properties, faults: broken } = readXmp(packet);
  return [...faults, ...broken, ...identificationFaults(properties), ...twinFaults(file, properties)];
}

function identificationFaults(properties: readonly XmpProperty[]): readonly string[] {
  const [part] = find(properties, PDFAID, 'part');
  const [conformance] = find(properties, PDFAID, 'conformance');
  return [
    ...(part === '3' ? [] : [`6.6.4 part ${part}`]),
    ...(conformance === 'B' ? [] : [`6.6.4 conformance ${conformance}`]),
  ];
}

function twinFaults(file: PdfFile, properties: readonly XmpProperty[]): readonly string[] {
  return TWINS.flatMap(([entry, namespace, name]) => {
    const value = file.get(file.trailer, 'Info', entry);
    const texts = find(properties, namespace, name);
    if (value === null) return [];
    if (!(value instanceof PdfString)) return [`6.6.3 ${entry} is no text`];
    const isDate = entry.endsWith('Date');
    const said = isDate ? instantOfPdf(value.text) : value.text;
    const twin = isDate ? Date.parse(texts[0] ?? '') : texts[0];
    return texts.length === 1 && said === twin
      ? []
      : [`6.6.3 ${entry} is ${value.text}, ${name} is ${texts.join()}`];
  });
}

function find(properties: readonly XmpProperty[], namespace: string, name: string): readonly string[] {
  return properties
    .filter((each) => each.namespace === namespace && each.name === name)
    .map(({ text }) => text);
}

/** `D:20261124010120Z`, `D:20261124090120+08'00'` → epoch milliseconds. */
function instantOfPdf(date: string): number {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)$/.exec(date);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second, zoneHour = '+00', zoneMinute = '00'] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zoneHour}:${zoneMinute}`);
}
