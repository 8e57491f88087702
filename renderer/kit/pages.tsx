import './pages.css';
import { type JSX, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { t } from '../i18n/t.ts';
import { PressButton } from './button.tsx';

interface Position {
  readonly page: number;
  readonly count: number;
}

/** Position of a view whose content overflows sideways in columns of its own width. */
function positionOf(view: HTMLElement): Position {
  const gap = Number.parseFloat(getComputedStyle(view).columnGap) || 0;
  const width = view.clientWidth + gap;
  if (width <= 0) return { page: 0, count: 1 };
  return {
    page: Math.round(view.scrollLeft / width),
    count: Math.max(1, Math.round((view.scrollWidth + gap) / width)),
  };
}

/**
 * Content that may be higher than its place, in pages instead of a scroll bar. The browser breaks it: it flows in columns
 * as wide as the view, of which one is seen. Whatever gets the focus on another page brings that page into view.
 */
export function Pages({ children }: { readonly children: ReactNode }): JSX.Element {
  const view = useRef<HTMLDivElement>(null);
  const [{ page, count }, setPosition] = useState<Position>({ page: 0, count: 1 });
  const update = () => {
    if (view.current === null) return;
    const next = positionOf(view.current);
    if (next.page !== page || next.count !== count) setPosition(next);
  };
  // After every render: what is shown has changed, and with it perhaps the number of pages.
  useLayoutEffect(update);
  const go = (target: number) => {
    const element = view.current;
    if (element === null) return;
    element.scrollLeft = (target * (element.scrollWidth - element.clientWidth)) / Math.max(1, count - 1);
    update();
  };
  return (
    <div className="pages">
      <div className="pages__view" ref={view} onScroll={update}>
        {children}
      </div>
      {count === 1 ? null : (
        <nav className="pages__nav">
          <PressButton action="previous-page" onPress={() => go(page - 1)} disabled={page === 0}>
            {t('action.previous-page')}
          </PressButton>
          <p className="small soft" aria-live="polite">
            {t('pages.position', { page: page + 1, count })}
          </p>
          <PressButton action="next-page" onPress={() => go(page + 1)} disabled={page >= count - 1}>
            {t('action.next-page')}
          </PressButton>
        </nav>
      )}
    </div>
  );
}
