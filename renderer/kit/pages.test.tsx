import { act, cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Pages } from './pages.tsx';

afterEach(cleanup);

/** happy-dom lays nothing out: the three numbers that a browser would measure are given here. */
function pagesOf(count: number) {
  const { container, rerender } = render(<Pages>a</Pages>);
  const view = container.querySelector<HTMLElement>('.pages__view');
  if (view === null) throw new Error('no view');
  const width = 600;
  Object.defineProperty(view, 'clientWidth', { value: width });
  Object.defineProperty(view, 'scrollWidth', { value: width * count });
  act(() => rerender(<Pages>b</Pages>));
  const button = (action: string) => container.querySelector<HTMLButtonElement>(`[data-action="${action}"]`);
  return { container, view, button };
}

it('shows no keys where everything fits', () => {
  const { button } = pagesOf(1);
  expect(button('next-page')).toBeNull();
});

it('turns pages, and stops at both ends', () => {
  const { container, view, button } = pagesOf(3);
  expect(container.textContent).toContain('第1页 共3页');
  expect(button('previous-page')?.disabled).toBe(true);
  act(() => button('next-page')?.click());
  expect(view.scrollLeft).toBe(600);
  expect(container.textContent).toContain('第2页 共3页');
  act(() => button('next-page')?.click());
  expect(container.textContent).toContain('第3页 共3页');
  expect(button('next-page')?.disabled).toBe(true);
  act(() => button('previous-page')?.click());
  expect(view.scrollLeft).toBe(600);
});

it('follows when the focus brings another page into view', () => {
  const { container, view } = pagesOf(2);
  act(() => {
    view.scrollLeft = 600;
    view.dispatchEvent(new Event('scroll'));
  });
  expect(container.textContent).toContain('第2页 共2页');
});
