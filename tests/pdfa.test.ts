import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counterSlip } from '../main/receipt/counter-slip.ts';
import { daySlip } from '../main/receipt/day-slip.ts';
import { GlyphDrawer } from '../main/receipt/glyphs/draw-glyphs.ts';
import { RareFonts } from '../main/receipt/glyphs/rare-fonts.ts';
import { type PdfForm, renderPdf } from '../main/receipt/pdf/render.ts';
import { type PdfDoc, type ReceiptRequest, receiptDoc } from '../main/receipt/receipt-doc.ts';
import { FONT_FILES } from '../main/receipt/testing/fonts.ts';
import { BOOKED_ORDER, PENDING_ORDER, REFUNDING_ORDER } from '../main/receipt/testing/orders.ts';
import { rareFontFolder } from '../main/receipt/testing/rare-fonts.ts';
import { levelBFaults } from './pdfa/level-b.ts';
import { replaced, withStream } from './pdfa/spoil.ts';

/** PDF/A-3b, proven clause by clause on every kind of document in every form (tests/pdfa). */

const AT = Date.parse('2026-11-24T09:01:20+08:00');
const terminal = { id: 'K0001', name: '金湾社区 1号机' };
/** From Noto Sans SC (䶮𬍛㛃鿍) and from two pieces of the rare fonts (𠮷, 𬺰). */
const RARE_NAME = '䶮𬍛㛃鿍𠮷𬺰';
const RARE_ORDER = { ...BOOKED_ORDER, payer: { ...BOOKED_ORDER.payer, name: RARE_NAME } };

const receipt = (changes: Partial<ReceiptRequest> = {}): PdfDoc =>
  receiptDoc({
    order: BOOKED_ORDER,
    kind: 'booked',
    copy: 0,
    printedAt: AT,
    terminal,
    demo: false,
    phone: '12333',
    chainCode: '812-3F9A1C2B',
    ...changes,
  });

const day: PdfDoc = {
  demo: false,
  ...daySlip({
    date: '2026-11-24',
    paid: [{ channel: 'wechat', count: 12, fen: 912_300 }],
    booked: { count: 11, fen: 836_300 },
    refunded: { count: 1, fen: 38_000 },
    review: { count: 0, fen: 0 },
    open: { count: 0, fen: 0 },
    mismatches: Array.from({ length: 25 }, (_, index) => `${BOOKED_ORDER.id}${index}`),
    at: AT,
    terminal,
    demo: false,
  }),
};

const DOCUMENTS: Readonly<Record<string, PdfDoc>> = {
  booked: receipt(),
  'booked, in large type': receipt({ largeType: true }),
  'booked, second copy of the demo': receipt({ copy: 2, demo: true }),
  pending: receipt({ order: PENDING_ORDER, kind: 'pending' }),
  'pending, in large type': receipt({ order: PENDING_ORDER, kind: 'pending', largeType: true }),
  refunding: receipt({ order: REFUNDING_ORDER, kind: 'refunding' }),
  'refunding, in large type': receipt({ order: REFUNDING_ORDER, kind: 'refunding', largeType: true }),
  'a rare name': receipt({ order: RARE_ORDER }),
  'a rare name, in large type': receipt({ order: RARE_ORDER, largeType: true }),
  'a code': {
    demo: false,
    blocks: [{ kind: 'qr', data: 'https://example.invalid/v?a=1&b=2', caption: '扫一扫' }],
  },
  'a title that XML has to escape': { demo: false, blocks: [{ kind: 'title', text: '<凭条> & “条”' }] },
  'the day': day,
  'to the counter': { demo: true, ...counterSlip({ trouble: 'NEEDS_SAM', at: AT, terminal, demo: true }) },
};
const FORMS: readonly PdfForm[] = ['strip', 'a4'];

let folder: Awaited<ReturnType<typeof rareFontFolder>>;
let drawer: GlyphDrawer;
const files = { regular: readFileSync(FONT_FILES.regular), bold: readFileSync(FONT_FILES.bold) };
beforeAll(async () => {
  folder = await rareFontFolder();
  drawer = new GlyphDrawer(files.regular, new RareFonts(folder.path));
});
afterAll(() => folder.remove());

const made = async (doc: PdfDoc, form: PdfForm = 'strip'): Promise<Buffer> =>
  Buffer.from(await renderPdf(doc, { ...files, rareFontOf: (char) => drawer.rareFontOf(char) }, AT, form));

describe.each(FORMS)('every %s is PDF/A-3b', (form) => {
  it.each(Object.entries(DOCUMENTS))('%s', async (_name, doc) => {
    expect(levelBFaults(await made(doc, form))).toEqual([]);
  });
});

describe('the checker', () => {
  let good: Buffer;
  beforeAll(async () => {
    good = await made(DOCUMENTS.booked as PdfDoc);
  });

  const isPage = (data: string) => data.includes(' Tf');
  const isProfile = (data: string) => data.slice(36, 40) === 'acsp';
  const isFont = (data: string) => data.startsWith('true');
  const isTextMap = (data: string) => data.includes('begincmap');
  const onPage = (operators: string) => (pdf: Buffer) =>
    withStream(pdf, isPage, (data) => Buffer.concat([data, Buffer.from(`\n${operators}`)]));
  const inText = (operators: string) => (pdf: Buffer) =>
    withStream(pdf, isPage, (data) =>
      Buffer.from(data.toString('latin1').replace(' Tf', ` Tf\n${operators}`), 'latin1'),
    );
  const swapped = (isIt: (data: string) => boolean, text: string, by: string) => (pdf: Buffer) =>
    withStream(pdf, isIt, (data) => Buffer.from(data.toString('latin1').replaceAll(text, by), 'latin1'));
  const put = (text: string | RegExp, by: string | ((found: string) => string)) => (pdf: Buffer) =>
    replaced(pdf, text, by);

  const SPOILT: readonly (readonly [clause: string, what: string, spoil: (pdf: Buffer) => Buffer])[] = [
    ['6.1.2', 'another version', put('%PDF-1.7', '%PDF-2.0')],
    ['6.1.2', 'no binary comment', put('%\xff\xff\xff\xff', '%abcd')],
    ['6.1.3', 'no ID', put('/ID [', '/IX [')],
    [
      '6.1.3',
      'encryption',
      put(/\/ID \[<\w+> <\w+>\]/, (found) =>
        found.replace(/\/ID \[<\w+/, '/Encrypt 4 0 R /ID [<00'.padEnd(found.indexOf('>'), '0')),
      ),
    ],
    ['6.1.3', 'something behind the end', (pdf) => Buffer.concat([pdf, Buffer.from('x')])],
    ['6.1.4', 'a table that points elsewhere', put(/\d{10} 00000 n/, '0000000017 00000 n')],
    ['6.1.4', 'another count of objects', put(/\/Size \d\d/, '/Size 99')],
    ['6.1.6', 'half a byte', inText('<0> Tj')],
    ['6.1.7', 'another filter', put('/FlateDecode', '/LZWDecode')],
    [
      '6.1.7',
      'another length',
      put(/\/Length (\d+)\d/, (found) => `${found.slice(0, -1)}${found.endsWith('0') ? '1' : '0'}`),
    ],
    ['6.1.7', 'data in another file', put('/Type /Metadata', '/F (another.xm)')],
    ['6.1.8', 'a name that is not UTF-8', put('/Creator ', '/Creat\xff\xfe ')],
    ['6.1.9', 'an object in the middle of a line', put(/\n(\d+) 0 obj\n/, (found) => ` ${found.slice(1)}`)],
    ['6.1.13', 'a huge integer', onPage('99999999999 w')],
    ['6.1.13', 'a deep nesting', onPage(`${'q '.repeat(30)}${'Q '.repeat(30)}`)],
    ['6.1.13', 'a page that nobody sees', put(/\[0 0 226\.\d+ /, '[0 0 2 ')],
    ['6.2.2', 'an operator that is none', onPage('3 foo')],
    ['6.2.2', 'a font that is not there', inText('/F9 9 Tf')],
    ['6.2.2', 'q without Q', onPage('q')],
    ['6.2.3', 'no output intent', put('/OutputIntents', '/OutputIntentX')],
    ['6.2.3', 'another kind of intent', put('/GTS_PDFA1', '/GTS_PDFX1')],
    ['6.2.3', 'a profile of another colour space', swapped(isProfile, 'RGB ', 'CMYK')],
    [
      '6.2.3',
      'a profile of the next version',
      swapped(isProfile, '\x02\x00\x00\x00mntr', '\x05\x00\x00\x00mntr'),
    ],
    ['6.2.3', 'other primaries', swapped(isProfile, 'rXYZ', 'sXYZ')],
    ['6.2.4.3', 'CMYK', onPage('0 0 0 1 k')],
    ['6.2.6', 'a rendering intent that is none', onPage('/Pretty ri')],
    ['6.2.11.2', 'two names of a font', put(/\/FontName \/[A-Z]{6}/, '/FontName /ABCDEF')],
    ['6.2.11.2', 'a font program without its outlines', swapped(isFont, 'glyf', 'gxyf')],
    ['6.2.11.3.1', 'another encoding', put('/Encoding /Identity-H', '/Encoding /Identity-X')],
    ['6.2.11.3.2', 'no map to glyphs', put('/CIDToGIDMap', '/CIDToGIDMep')],
    ['6.2.11.4.1', 'a font that is not embedded', put('/FontFile2', '/FontFileX')],
    ['6.2.11.4.1', 'a glyph that the font has not', inText('<fff0> Tj')],
    ['6.2.11.5', 'another width', put('[0 [1000 1000', '[0 [1000 1002')],
    ['6.2.11.7', 'no text behind glyphs', put('/ToUnicode', '/ToUnicodX')],
    ['6.2.11.7', 'text that is nothing', swapped(isTextMap, '<793e>', '<feff>')],
    ['6.2.11.8', '.notdef', inText('<0000> Tj')],
    ['6.3.2', 'a link that is not printed', put('\n/Parent 1 0 R\n', '/Annots[4 0 R]\n')],
    ['6.5.2', 'something that happens by itself', put('/Lang (zh-CN)', '/AA 4 0 R')],
    ['6.6.2.1', 'no metadata', put('/Metadata 2', '/Metadatx 2')],
    ['6.6.2.1', 'broken XML', put('</pdfaid:part>', '</pdfaid:pXrt>')],
    ['6.6.2.1', 'a packet that names its encoding', put('id="W5M0MpCehiHzreSzNTczkc9d"', 'encoding="UTF-8"')],
    [
      '6.6.2.3.1',
      'a property of nobody',
      put('<xmp:CreatorTool>shebao-kiosk</xmp:CreatorTool>', '<xmp:Creator2>shebao-kiosk</xmp:Creator2>'),
    ],
    ['6.6.3', 'another program', put('(shebao-kiosk)', '(shebao-kiosX)')],
    ['6.6.3', 'another date', put('(D:20261124010120Z)', '(D:20261124010121Z)')],
    ['6.6.4', 'another part', put('<pdfaid:part>3', '<pdfaid:part>2')],
    ['6.6.4', 'another level', put('conformance>B', 'conformance>A')],
    ['6.11', 'requirements', put('/Lang (zh-CN)\n/ViewerPreferences 5 0 R', '/Requirements []')],
  ];

  it.each(SPOILT)('sees by clause %s: %s', (clause, _what, spoil) => {
    const spoilt = spoil(good);
    expect(spoilt.equals(good)).toBe(false);
    expect(levelBFaults(spoilt).map((fault) => fault.split(' ')[0])).toContain(clause);
  });

  it('moves what lies behind a stream that is rebuilt, and nothing else changes', () => {
    expect(levelBFaults(withStream(good, isPage, (data) => data))).toEqual([]);
  });
});

describe.skipIf(spawnSync('pdffonts', ['-v']).status !== 0)('another reader', () => {
  it.each(FORMS)(
    'finds every font embedded as a subset with its text, and rare names letter for letter: %s',
    async (form) => {
      const directory = mkdtempSync(join(tmpdir(), 'pdfa-'));
      try {
        const file = join(directory, 'slip.pdf');
        writeFileSync(file, await made(DOCUMENTS['a rare name'] as PdfDoc, form));
        const [, , ...fonts] = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trimEnd().split('\n');
        expect(fonts).toHaveLength(4);
        for (const font of fonts) expect(font).toMatch(/CID TrueType +Identity-H +yes yes yes/);
        expect(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })).toContain(RARE_NAME);
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  );
});
