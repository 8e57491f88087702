import type { JSX } from 'react';

/**
 * A sentence whose lines break after its punctuation, so that no line ends in a lone character. The text itself stays
 * whole: screen readers and tests see one string.
 */
export function Words({ children }: { readonly children: string }): JSX.Element {
  const phrases = children.split(/(?<=[，。；：？！])/);
  return (
    <>
      {phrases.map((phrase) => (
        <span className="phrase" key={phrase}>
          {phrase}
        </span>
      ))}
    </>
  );
}
