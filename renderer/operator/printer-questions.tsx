import type { JSX } from 'react';
import {
  type PrinterAdvice,
  type PrinterTestView,
  SLIP_QUESTION_NAMES,
  SLIP_QUESTIONS,
  type SlipQuestion,
} from '../../main/contract/printer-tests.ts';
import { NOTE_WORDS, QUESTION_WORDS } from '../../main/contract/printer-words.ts';
import type { Ask } from './ask.ts';

interface PrinterQuestionsProps {
  readonly slip: NonNullable<PrinterTestView['slip']>;
  readonly probe: PrinterTestView['probe'];
  readonly canPrint: boolean;
  readonly ask: Ask;
}

/** What the technician sees on the slip, answered part by part, and what that means for kiosk.yaml. */
export function PrinterQuestions({ slip, probe, canPrint, ask }: PrinterQuestionsProps): JSX.Element {
  // The head of the strip is a question only where the machine could not tell.
  const asked = SLIP_QUESTION_NAMES.filter((name) => name !== 'head' || probe?.kind === 'unknown');
  return (
    <>
      <h2>对照凭条回答</h2>
      {asked.map((name) => (
        <Question key={name} name={name} answer={slip.answers[name]} ask={ask} />
      ))}
      <Advice advice={slip.advice} canPrint={canPrint} ask={ask} />
    </>
  );
}

function Question({
  name,
  answer,
  ask,
}: {
  readonly name: SlipQuestion;
  readonly answer: string | undefined;
  readonly ask: Ask;
}): JSX.Element {
  const { ask: question, short } = QUESTION_WORDS[name];
  const words: Readonly<Record<string, string>> = QUESTION_WORDS[name].answers;
  return (
    <fieldset className="question" data-id={name}>
      <legend>{question}</legend>
      {SLIP_QUESTIONS[name].map((possible) => (
        <button
          key={possible}
          type="button"
          data-action="answer-slip"
          data-id={`${name}:${possible}`}
          aria-pressed={possible === answer}
          onClick={() => void ask({ type: 'answer-slip', question: name, answer: possible }, short)}
        >
          {words[possible]}
        </button>
      ))}
    </fieldset>
  );
}

interface AdviceProps {
  readonly advice: PrinterAdvice;
  readonly canPrint: boolean;
  readonly ask: Ask;
}

function Advice({ advice, canPrint, ask }: AdviceProps): JSX.Element {
  const isOk = advice.kind === 'fits' ? true : advice.kind === 'none' ? false : 'open';
  return (
    <div className="result" data-ok={isOk} data-field="advice" data-value={advice.kind}>
      <AdviceWords advice={advice} canPrint={canPrint} ask={ask} />
      {'notes' in advice
        ? advice.notes.map((note) => (
            <p key={note} data-field="advice-note" data-value={note}>
              {NOTE_WORDS[note]}
            </p>
          ))
        : null}
    </div>
  );
}

function AdviceWords({ advice, canPrint, ask }: AdviceProps): JSX.Element {
  switch (advice.kind) {
    case 'open':
      return <p>还要回答：{shortWords(advice.missing)}。</p>;
    case 'none':
      return (
        <p className="result__outcome">
          <strong>{shortWords(advice.because)}不对</strong>
        </p>
      );
    case 'try':
      return (
        <>
          <p className="result__outcome">
            <strong>
              {shortWords(advice.because)}不对，换 {advice.profile} 试试
            </strong>
          </p>
          <button
            type="button"
            className="main"
            data-action="print-calibration"
            data-id={advice.profile}
            disabled={!canPrint}
            onClick={() => void ask({ type: 'print-calibration', profile: advice.profile }, '打印校准凭条')}
          >
            按 {advice.profile} 打印校准凭条
          </button>
        </>
      );
    case 'fits':
      return (
        <>
          <p className="result__outcome">
            <strong>{advice.profile} 合适</strong>
          </p>
          <p>kiosk.yaml 里写成这样，transport 一行不变：</p>
          <pre className="yaml" data-field="advice-yaml">
            {advice.yaml}
          </pre>
          <p className="soft">纸上看不出状态位和出纸口的差别：有厂家自己的配置时，优先用厂家的。</p>
        </>
      );
  }
}

function shortWords(questions: readonly SlipQuestion[]): string {
  return questions.map((name) => QUESTION_WORDS[name].short).join('、');
}
