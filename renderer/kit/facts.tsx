import './facts.css';
import type { JSX, ReactNode } from 'react';

/** Label and value under each other's labels, for reading and comparing. */
export function Facts({ children }: { readonly children: ReactNode }): JSX.Element {
  return <dl className="facts">{children}</dl>;
}

interface FactProps {
  readonly label: string;
  /** The official term, small beneath the resident's own word. */
  readonly official?: string;
  readonly field?: string;
  readonly children: ReactNode;
}

export function Fact({ label, official, field, children }: FactProps): JSX.Element {
  return (
    <div className="facts__row">
      <dt className="soft">{label}</dt>
      <dd>
        <span data-field={field}>{children}</span>
        {official === undefined ? null : <span className="facts__official small soft">{official}</span>}
      </dd>
    </div>
  );
}
