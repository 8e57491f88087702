import './steps.css';
import type { JSX } from 'react';
import { t } from '../i18n/t.ts';

/** 插卡 · 选费 · 核对 · 付款 · 凭证. */
const STEPS = [1, 2, 3, 4, 5] as const;

export function Steps({ step }: { readonly step: number }): JSX.Element {
  return (
    <div className="steps">
      <div className="steps__track" aria-hidden="true">
        {STEPS.map((number) => (
          <span key={number} className={number <= step ? 'steps__done' : 'steps__open'} />
        ))}
      </div>
      <p className="small soft">{t('steps.text', { step, count: STEPS.length })}</p>
    </div>
  );
}
