import { iccFaults } from './icc.ts';
import type { PdfFile } from './pdf-file.ts';
import { PdfDict, PdfStream, PdfString, type PdfValue, within } from './pdf-values.ts';

const ACTIONS = new Set(['GoTo', 'GoToR', 'GoToE', 'Thread', 'URI', 'Named', 'SubmitForm']);
const MIME = /^[-\w+.]+\/[-\w+.]+$/;

/** Clauses 6.2.3 to 6.2.5, 6.4, 6.5, 6.8 to 6.11: what concerns the document as a whole. */
export function documentFaults(file: PdfFile): readonly string[] {
  const { catalog } = file;
  const forbid = (key: string, clause: string, ...path: readonly string[]) =>
    file.get(catalog, ...path, key) === null
      ? []
      : [`${clause} the document has ${[...path, key].join('/')}`];
  const dicts = [...file.objects.values()].flatMap((object) =>
    [...within(object)].filter((value) => value instanceof PdfDict),
  );
  return [
    ...outputIntentFaults(file),
    ...dicts.flatMap((dict) => [...graphicsStateFaults(file, dict), ...actionFaults(file, dict)]),
    ...dicts.flatMap((dict) => embeddedFileFaults(file, dict)),
    ...forbid('Perms', 'ours:'),
    ...forbid('AcroForm', 'ours:'),
    ...forbid('XFA', '6.4.2', 'AcroForm'),
    ...forbid('NeedsRendering', '6.4.2'),
    ...forbid('AA', '6.5.2'),
    ...forbid('OpenAction', 'ours:'),
    ...forbid('JavaScript', '6.5.1', 'Names'),
    ...forbid('OCProperties', 'ours:'),
    ...forbid('AlternatePresentations', '6.10', 'Names'),
    ...forbid('Requirements', '6.11'),
    ...markFaults(file),
  ];
}

function outputIntentFaults(file: PdfFile): readonly string[] {
  const intents = file.array(file.catalog, 'OutputIntents');
  const profiles = intents.map((intent) => file.get(intent, 'DestOutputProfile'));
  const [profile] = profiles;
  if (!(profile instanceof PdfStream)) return ['6.2.3 there is no output intent with a profile'];
  const faults = iccFaults(file.data(profile)).map((fault) => `6.2.3 the profile ${fault}`);
  if (file.number(profile, 'N') !== 3) faults.push('6.2.3 the profile does not have three components');
  if (profiles.some((other) => other !== profile))
    faults.push('6.2.3 the output intents have different profiles');
  for (const intent of intents) {
    if (file.name(intent, 'S') !== 'GTS_PDFA1') faults.push('6.2.3 an output intent that is not GTS_PDFA1');
    if (!(file.get(intent, 'OutputConditionIdentifier') instanceof PdfString)) {
      faults.push('6.2.3 an output intent without OutputConditionIdentifier');
    }
  }
  return faults;
}

function graphicsStateFaults(file: PdfFile, dict: PdfDict): readonly string[] {
  if (file.name(dict, 'Type') !== 'ExtGState') return [];
  const faults = ['TR', 'HTP', 'HT']
    .filter((key) => dict.entries.has(key))
    .map((key) => `6.2.5 a graphics state has ${key}`);
  const plain = (key: string) => [null, 1].includes(file.number(dict, key));
  const isOpaque = plain('ca') && plain('CA') && [null, 'None'].includes(file.name(dict, 'SMask'));
  if (!isOpaque || ![null, 'Normal'].includes(file.name(dict, 'BM')))
    faults.push('ours: something is transparent');
  return faults;
}

function actionFaults(file: PdfFile, dict: PdfDict): readonly string[] {
  const kind = file.name(dict, 'S');
  const isAction = file.name(dict, 'Type') === 'Action' || dict.entries.has('JS');
  return isAction && (kind === null || !ACTIONS.has(kind)) ? [`6.5.1 the action ${kind}`] : [];
}

function embeddedFileFaults(file: PdfFile, dict: PdfDict): readonly string[] {
  const files = file.get(dict, 'EF');
  if (!(files instanceof PdfDict)) return [];
  const faults: string[] = [];
  if (!dict.entries.has('F') || !dict.entries.has('UF')) faults.push('6.8 an embedded file without F and UF');
  if (file.name(dict, 'AFRelationship') === null) faults.push('6.8 an embedded file without AFRelationship');
  if (file.array(file.catalog, 'AF').every((entry) => file.resolve(entry) !== dict)) {
    faults.push('6.8 an embedded file that belongs to nothing');
  }
  for (const entry of files.entries.values()) {
    if (!MIME.test(file.name(entry, 'Subtype') ?? '')) faults.push('6.8 an embedded file without its kind');
  }
  return faults;
}

/** Level B needs no structure, but what claims to be marked must have one (ISO 32000-1, 14.7). */
function markFaults(file: PdfFile): readonly string[] {
  const isMarked: PdfValue = file.get(file.catalog, 'MarkInfo', 'Marked');
  const hasTree = file.get(file.catalog, 'StructTreeRoot') instanceof PdfDict;
  return isMarked === true && !hasTree ? ['6.7.2 marked, but without a structure'] : [];
}
