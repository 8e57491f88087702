import { Keyword, Lexer } from './lexer.ts';
import { PdfName, PdfNumber, PdfString, type PdfValue } from './pdf-values.ts';

/** Operators of ISO 32000-1, annex A. */
const OPERATORS = new Set(
  (
    'b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri ' +
    `s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`
  ).split(' '),
);

/** What a content stream uses. */
export interface Content {
  /** Font resource → codes shown with it, two bytes each. */
  readonly shown: ReadonlyMap<string, ReadonlySet<number>>;
  /** Resources by category, e.g. `Font/F1`. */
  readonly resources: ReadonlySet<string>;
  /** Device colour spaces that paint. */
  readonly colours: ReadonlySet<'DeviceRGB' | 'DeviceGray' | 'DeviceCMYK'>;
  readonly deepestNesting: number;
  readonly values: readonly PdfValue[];
  /** Clause and words. */
  readonly faults: readonly string[];
}

const PAINTS = {
  rg: 'DeviceRGB',
  RG: 'DeviceRGB',
  g: 'DeviceGray',
  G: 'DeviceGray',
  k: 'DeviceCMYK',
  K: 'DeviceCMYK',
} as const;

const CATEGORIES: Readonly<Record<string, string>> = {
  Tf: 'Font',
  gs: 'ExtGState',
  Do: 'XObject',
  cs: 'ColorSpace',
  CS: 'ColorSpace',
  sh: 'Shading',
};

const DEVICE_SPACES = new Set(['DeviceRGB', 'DeviceGray', 'DeviceCMYK']);
const INTENTS = new Set(['RelativeColorimetric', 'AbsoluteColorimetric', 'Perceptual', 'Saturation']);

/** Runs through a content stream without drawing it. */
export function readContent(data: Buffer): Content {
  const reader = new ContentReader();
  const lexer = new Lexer(data);
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) reader.take(token);
  return reader.finish();
}

class ContentReader {
  readonly #shown = new Map<string, Set<number>>();
  readonly #resources = new Set<string>();
  readonly #colours = new Set<'DeviceRGB' | 'DeviceGray' | 'DeviceCMYK'>();
  readonly #values: PdfValue[] = [];
  readonly #faults: string[] = [];
  #operands: PdfValue[] = [];
  #font = '';
  #nesting = 0;
  #deepest = 0;

  take(token: PdfValue | Keyword): void {
    if (!(token instanceof Keyword)) {
      this.#operands.push(token);
      this.#values.push(token);
      return;
    }
    if (!OPERATORS.has(token.text)) this.#faults.push(`6.2.2 there is no operator ${token.text}`);
    this.#run(token.text, this.#operands);
    this.#operands = [];
  }

  finish(): Content {
    if (this.#nesting !== 0) this.#faults.push('6.2.2 q and Q do not match');
    return {
      shown: this.#shown,
      resources: this.#resources,
      colours: this.#colours,
      deepestNesting: this.#deepest,
      values: this.#values,
      faults: this.#faults,
    };
  }

  #run(operator: string, operands: readonly PdfValue[]): void {
    const [first] = operands;
    const name = first instanceof PdfName ? first.value : '';
    const category = CATEGORIES[operator];
    if (category !== undefined && !DEVICE_SPACES.has(name)) this.#resources.add(`${category}/${name}`);
    if (operator in PAINTS) this.#colours.add(PAINTS[operator as keyof typeof PAINTS]);
    if (operator === 'cs' || operator === 'CS') this.#space(name);
    if (operator === 'Tf') this.#font = name;
    if (operator === 'ri' && !INTENTS.has(name))
      this.#faults.push(`6.2.6 there is no rendering intent ${name}`);
    if (operator === 'q') this.#deepest = Math.max(this.#deepest, ++this.#nesting);
    if (operator === 'Q') this.#nesting--;
    if (['Tj', 'TJ', "'", '"'].includes(operator)) for (const operand of operands.flat()) this.#show(operand);
    if (operator === 'Tr' && first instanceof PdfNumber && first.value === 3)
      this.#faults.push('ours: hidden text');
  }

  #space(name: string): void {
    if (name === 'DeviceRGB' || name === 'DeviceGray' || name === 'DeviceCMYK') this.#colours.add(name);
  }

  #show(operand: PdfValue): void {
    if (!(operand instanceof PdfString)) return;
    const codes = this.#shown.get(this.#font) ?? new Set();
    this.#shown.set(this.#font, codes);
    for (let at = 0; at + 1 < operand.bytes.length; at += 2) codes.add(operand.bytes.readUInt16BE(at));
  }
}
