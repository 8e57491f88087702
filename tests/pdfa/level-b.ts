import { documentFaults } from './document-rules.ts';
import { fontFaults } from './font-rules.ts';
import { metadataFaults } from './metadata-rules.ts';
import { pageFaults } from './page-rules.ts';
import { PdfFile } from './pdf-file.ts';
import { syntaxFaults } from './syntax-rules.ts';

/**
 * What keeps a file from being PDF/A-3b: every rule of ISO 19005-3:2012 for level B that can apply to a document of text,
 * lines and filled shapes, numbered by its clause. Which rules there are was compared with the list of the veraPDF
 * project's validation profile; signatures, forms, halftones and images are only looked for, because ours has none and any would be a
 * change worth noticing. Shares no code with what makes the files.
 *
 * @returns one line a violation, beginning with the clause; empty = conforms
 */
export function levelBFaults(bytes: Buffer): readonly string[] {
  let file: PdfFile;
  try {
    file = new PdfFile(bytes);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const rules: readonly (() => readonly string[])[] = [
    () => file.faults,
    () => syntaxFaults(file),
    () => documentFaults(file),
    () => metadataFaults(file),
    ...file.pages.flatMap((page) => [() => pageFaults(file, page), () => fontFaults(file, page)]),
  ];
  return rules.flatMap((rule) => {
    try {
      return rule();
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}
