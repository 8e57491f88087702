import type { PrinterProfile } from '../../drivers/printer/profile.ts';
import {
  type PrinterAdvice,
  type ProbeResult,
  SLIP_QUESTIONS,
  type SlipAnswers,
  type SlipQuestion,
} from '../contract/printer-tests.ts';

export interface AdviceFacts {
  /** What the slip was printed as, as its file has it. */
  readonly printed: PrinterProfile;
  readonly answers: SlipAnswers;
  readonly probe: ProbeResult | null;
  /** Profiles that this kiosk.yaml could name. */
  readonly candidates: readonly PrinterProfile[];
  /** Printed before on this printer, and found wrong. */
  readonly ruledOut: ReadonlySet<string>;
  readonly configured: { readonly name: string; readonly processId: boolean };
}

type Answered = Required<SlipAnswers>;
type Suits = (candidate: PrinterProfile, printed: PrinterProfile) => boolean;

/** What each answer says about the profile that is looked for, given the one that the slip was printed as. */
const SUITS: { readonly [Q in Exclude<SlipQuestion, 'head'>]: Readonly<Record<Answered[Q], Suits>> } = {
  ruler: {
    'one-line': (one, { paper }) => one.paper.columns === paper.columns,
    wrapped: (one, { paper }) => one.paper.columns < paper.columns,
    short: (one, { paper }) => one.paper.columns > paper.columns,
  },
  // All profiles send the same bytes for Chinese.
  hanzi: { right: () => true, wrong: () => false },
  // What is right with this profile may be right with another one too: that costs only a slip.
  size: {
    right: () => true,
    wrong: (one, { text }) => one.text.size !== text.size,
  },
  qr: {
    both: () => true,
    printer: ({ qr }) => qr.command === 'gs-k',
    image: ({ qr }) => qr.command === 'raster',
    none: ({ qr, image }, printed) => qr.command === 'raster' && image.command !== printed.image.command,
  },
  cut: {
    right: () => true,
    uncut: (one, printed) => !cutsAlike(one, printed),
    through: (one, printed) => !cutsAlike(one, printed) || wayMm(one) > wayMm(printed),
    far: (one, printed) => !cutsAlike(one, printed) || wayMm(one) < wayMm(printed),
  },
};

const ON_THE_SLIP = Object.keys(SUITS) as readonly (keyof typeof SUITS)[];

/**
 * What the answers about a calibration slip mean: the profile fits, another one is worth a slip, or none of ours does.
 * Of several that suit, the one that changes least against what was printed.
 */
export function adviseProfile(facts: AdviceFacts): PrinterAdvice {
  const { printed, answers, candidates, ruledOut } = facts;
  const missing = questionsFor(facts.probe).filter((question) => answers[question] === undefined);
  if (missing.length > 0) return { kind: 'open', missing };
  const because = ON_THE_SLIP.filter((question) => !suits(question, answers, printed, printed));
  const proves = processIdOf(facts);
  const lies = printed.proof.kind === 'process-id' && proves === false;
  if (because.length === 0 && !lies) return fits(facts, proves);

  const better = candidates
    .filter((one) => one.name !== printed.name && !ruledOut.has(one.name))
    .filter((one) => proves !== false || one.proof.kind !== 'process-id')
    .filter((one) => ON_THE_SLIP.every((question) => suits(question, answers, one, printed)))
    .map((one) => ({ name: one.name, changes: changesOf(one, printed) }))
    .reduce<{ name: string; changes: number } | null>(
      (best, one) => (best === null || one.changes < best.changes ? one : best),
      null,
    );
  const reasons: readonly SlipQuestion[] = lies ? [...because, 'head'] : because;
  if (better !== null) return { kind: 'try', profile: better.name, because: [...reasons] };
  const notes = answers.hanzi === 'wrong' ? (['hanzi'] as const) : (['no-profile'] as const);
  return { kind: 'none', because: [...reasons], notes: [...notes] };
}

/** Whoever looks at the paper is asked about its head only where the machine could not tell. */
export function questionsFor(probe: ProbeResult | null): readonly SlipQuestion[] {
  return probe?.kind === 'unknown' ? [...ON_THE_SLIP, 'head'] : ON_THE_SLIP;
}

export function isAnswerTo(question: SlipQuestion, answer: string): boolean {
  return SLIP_QUESTIONS[question].some((possible) => possible === answer);
}

function suits(
  question: keyof typeof SUITS,
  answers: SlipAnswers,
  one: PrinterProfile,
  printed: PrinterProfile,
): boolean {
  const answer = answers[question];
  const rules: Readonly<Record<string, Suits>> = SUITS[question];
  return answer === undefined || rules[answer]?.(one, printed) === true;
}

function fits({ printed, configured }: AdviceFacts, proves: boolean | null): PrinterAdvice {
  const isConfigured = printed.name === configured.name;
  const keeps = isConfigured && configured.processId;
  const processId = printed.proof.kind !== 'process-id' && (proves ?? keeps);
  const lines = ['printer:', `  profile: ${printed.name}`];
  if (processId) lines.push('  options: { processId: true }');
  return {
    kind: 'fits',
    profile: printed.name,
    yaml: lines.join('\n'),
    notes: [
      ...(proves === null ? (['probe-missing'] as const) : []),
      ...(proves === false && keeps ? (['drop-process-id'] as const) : []),
    ],
  };
}

/** Does it answer GS ( H? null = not known. A tail on the paper says no; a clean head alone says nothing. */
function processIdOf({ probe, answers }: AdviceFacts): boolean | null {
  if (probe?.kind === 'supported') return true;
  if (probe?.kind === 'unsupported') return false;
  return probe?.kind === 'unknown' && answers.head === 'text' ? false : null;
}

/** Who does not obey one GS V does not obey another. */
const cutsAlike = (one: PrinterProfile, other: PrinterProfile): boolean =>
  feedsItself(one) === feedsItself(other);

const feedsItself = ({ cut }: PrinterProfile): boolean => cut.command.startsWith('gs-v');

/** Paper between the last line and the knife as far as we feed it; with GS V the printer knows its own way. */
const wayMm = (one: PrinterProfile): number =>
  feedsItself(one) ? 0 : one.cut.headToCutterMm + one.cut.marginDots / 8;

/** What one maker's printers alone have weighs twice: nothing on the paper speaks for it. */
function changesOf(one: PrinterProfile, printed: PrinterProfile): number {
  const common = ({ paper, text, qr, image, cut, proof }: PrinterProfile) => [
    paper.columns,
    text.size,
    text.bold,
    qr.command,
    image.command,
    cut.command,
    proof.kind,
  ];
  const makers = ({ status, presenter }: PrinterProfile) => [
    status.extra,
    status.presenterBit,
    presenter.present,
  ];
  return differing(common(one), common(printed)) + 2 * differing(makers(one), makers(printed));
}

function differing(mine: readonly unknown[], theirs: readonly unknown[]): number {
  return mine.filter((mark, index) => mark !== theirs[index]).length;
}
