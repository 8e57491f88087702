import { readContent } from './content.ts';
import type { PdfFile } from './pdf-file.ts';
import { PdfDict, PdfNumber, type PdfValue, within } from './pdf-values.ts';
import { valueFaults } from './syntax-rules.ts';

const BOXES = ['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox'];
/** Flags of an annotation: 4 = Print must be set; Invisible, Hidden, ToggleNoView, NoView must not (6.3.2). */
const PRINT = 4;
const HIDING = 1 | 2 | 32 | 256;

/** Clauses 6.1.13, 6.2.2, 6.2.4, 6.3, 6.5.2 and 6.10 for one page. */
export function pageFaults(file: PdfFile, page: PdfValue): readonly string[] {
  return [
    ...boxFaults(file, page),
    ...contentFaults(file, page),
    ...file.array(page, 'Annots').flatMap((annotation) => annotationFaults(file, annotation)),
    ...(file.get(page, 'AA') === null ? [] : ['6.5.2 a page has AA']),
    ...(file.get(page, 'PresSteps') === null ? [] : ['6.10 a page has PresSteps']),
    ...(file.get(page, 'Group') === null ? [] : ['ours: a page is a transparency group']),
  ];
}

function boxFaults(file: PdfFile, page: PdfValue): readonly string[] {
  const faults = file.array(page, 'MediaBox').length === 4 ? [] : ['6.1.13 a page without MediaBox'];
  for (const box of BOXES) {
    const corners = file
      .array(page, box)
      .map((corner) => (corner instanceof PdfNumber ? corner.value : Number.NaN));
    if (corners.length === 0) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = corners;
    const sides = [right - left, top - bottom].map(Math.abs);
    if (!sides.every((side) => side >= 3 && side <= 14_400))
      faults.push(`6.1.13 ${box} is ${sides.join(' × ')}`);
  }
  return faults;
}

function contentFaults(file: PdfFile, page: PdfValue): readonly string[] {
  const contents = file.get(page, 'Contents');
  const streams = Array.isArray(contents) ? contents : [contents];
  const content = readContent(
    Buffer.concat(streams.flatMap((stream) => [file.data(stream), Buffer.from('\n')])),
  );
  const faults = [
    ...content.faults,
    ...content.values.flatMap((value) => [...within(value)].flatMap(valueFaults)),
  ];
  if (content.deepestNesting > 28) faults.push('6.1.13 q and Q are nested too deeply');
  if (content.colours.has('DeviceCMYK')) faults.push('6.2.4.3 DeviceCMYK without a profile for it');
  if (!(file.get(page, 'Resources') instanceof PdfDict))
    faults.push('6.2.2 the page has no resources of its own');
  for (const resource of content.resources) {
    if (file.get(page, 'Resources', ...resource.split('/')) === null)
      faults.push(`6.2.2 there is no ${resource}`);
    if (resource.startsWith('XObject/')) faults.push('ours: an image or a form');
  }
  return faults;
}

function annotationFaults(file: PdfFile, annotation: PdfValue): readonly string[] {
  const subtype = file.name(annotation, 'Subtype');
  const flags = file.number(annotation, 'F');
  return [
    ...(['Link', 'Text', 'Widget', 'FileAttachment'].includes(subtype ?? '')
      ? []
      : [`6.3.1 the annotation ${subtype}`]),
    ...(flags !== null && (flags & PRINT) !== 0 && (flags & HIDING) === 0
      ? []
      : ['6.3.2 an annotation that does not print']),
    ...(subtype === 'Link' || file.get(annotation, 'AP', 'N') !== null
      ? []
      : ['6.3.3 an annotation without appearance']),
  ];
}
