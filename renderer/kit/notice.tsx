import './notice.css';
import type { JSX, ReactNode } from 'react';
import { Words } from './words.tsx';

interface NoticeProps {
  readonly title: string;
  readonly text?: string;
  readonly drawing?: ReactNode;
  /** Read out at once by assistive technology. */
  readonly alert?: boolean;
  readonly children?: ReactNode;
}

/** Something to know before going on: a picture, what it is, what to do. */
export function Notice({ title, text, drawing, alert = false, children }: NoticeProps): JSX.Element {
  return (
    <div className="notice" role={alert ? 'alert' : 'status'}>
      {drawing === undefined ? null : <div className="notice__drawing">{drawing}</div>}
      <div>
        <p className="strong">
          <Words>{title}</Words>
        </p>
        {text === undefined ? null : (
          <p>
            <Words>{text}</Words>
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
