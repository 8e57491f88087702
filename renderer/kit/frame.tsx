import './frame.css';
import { type JSX, type ReactNode, useEffect, useRef } from 'react';
import type { ScreenName } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { useSnapshot } from '../store.ts';
import { ResidentName, RevealButton } from './resident.tsx';
import { Steps } from './steps.tsx';
import { Words } from './words.tsx';

interface FrameProps {
  readonly name: ScreenName;
  /** Which of the five steps of a visit; none on screens that stand outside of it. */
  readonly step?: number;
  /** The one thing that the screen asks or says. */
  readonly question: string;
  /** Read out by assistive technology when the question changes while the screen stays. */
  readonly live?: boolean;
  readonly lead?: string;
  /** Below the question: beside the content on a landscape glass, above it on a standing one. */
  readonly intro?: ReactNode;
  /** What it comes to: under the intro on a landscape glass, between content and bar on a standing one. */
  readonly decision?: ReactNode;
  /** Top right: 退出, or how long the screen stays. */
  readonly corner?: ReactNode;
  readonly bar?: ReactNode;
  readonly children?: ReactNode;
}

/** The places that are the same on every screen, so that nobody has to look for them twice. */
export function Frame({
  name,
  step,
  question,
  live,
  lead,
  intro,
  decision,
  corner,
  bar,
  children,
}: FrameProps): JSX.Element {
  const { rig, terminal, resident } = useSnapshot();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={`screen screen--${name}`} data-screen={name} aria-labelledby="question">
      {rig === 'demo' ? <p className="screen__demo">{t('demo.band')}</p> : null}
      <header className="screen__head">
        <div className="screen__who">
          <div>
            <p className="small soft">{terminal.name}</p>
            {resident === null ? null : <ResidentName resident={resident} />}
          </div>
          {resident === null ? null : <RevealButton revealed={resident.revealed} />}
        </div>
        {step === undefined ? null : <Steps step={step} />}
        <div className="screen__corner">{corner}</div>
      </header>
      <div className="screen__intro">
        <h1 id="question" tabIndex={-1} ref={heading} aria-live={live ? 'polite' : undefined}>
          <Words>{question}</Words>
        </h1>
        {lead === undefined ? null : (
          <p className="screen__lead soft">
            <Words>{lead}</Words>
          </p>
        )}
        {intro}
      </div>
      <main className="screen__content">{children}</main>
      <div className="screen__decision">{decision}</div>
      <footer className="screen__bar">{bar}</footer>
    </section>
  );
}
