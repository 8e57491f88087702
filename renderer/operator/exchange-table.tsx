import type { JSX } from 'react';
import type { CardExchangeView, CardTestView } from '../../main/contract/operator-tests.ts';
import { answerWords, STEP_WORDS, shapeWords } from '../../main/contract/technician-words.ts';
import { durationText } from './times.ts';

/** One line an exchange, in the order in which they happened. */
export function ExchangeTable({ test }: { readonly test: CardTestView }): JSX.Element | null {
  const { exchanges, dropped } = test;
  if (exchanges.length === 0) return null;
  return (
    <>
      <table className="exchanges">
        <thead>
          <tr>
            <th scope="col">步骤</th>
            <th scope="col">指令</th>
            <th scope="col">应答</th>
            <th scope="col">内容（标签:长度）</th>
            <th scope="col" className="number">
              用时
            </th>
          </tr>
        </thead>
        <tbody>
          {exchanges.map((exchange, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a trace only grows at its end
            <Exchange key={at} exchange={exchange} />
          ))}
        </tbody>
      </table>
      {dropped === 0 ? null : <p className="soft">另有 {dropped} 条没有列出。</p>}
    </>
  );
}

/** An answer to reset, success, and the two ways in which a card asks to be asked again; anything else is worth a look. */
function isPlain(answer: string): boolean {
  return /^(ATR|9000|6[1C]..)$/.test(answer);
}

function Exchange({ exchange }: { readonly exchange: CardExchangeView }): JSX.Element {
  const { step, command, answer, shape, ms } = exchange;
  return (
    <tr data-field="exchange" data-value={step}>
      <th scope="row">{STEP_WORDS[step]}</th>
      <td>
        <code>{command}</code>
      </td>
      <td className={isPlain(answer) ? undefined : 'bad'}>
        <code data-field="exchange-answer">{answer}</code>{' '}
        <span className="meaning">{answerWords(answer)}</span>
      </td>
      <td>
        <code>{shapeWords(shape)}</code>
      </td>
      <td className="number">{durationText(ms)}</td>
    </tr>
  );
}
