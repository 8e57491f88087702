import { act, cleanup, render } from '@testing-library/react';
import { onTestFinished } from 'vitest';
import type { Intent } from '../../main/contract/intent.ts';
import type { Snapshot } from '../../main/contract/snapshot.ts';
import { App } from '../app.tsx';
import { createKioskStore, KioskContext } from '../store.ts';

export interface Rendered {
  /** Every intent that was sent, oldest first. */
  readonly intents: readonly Intent[];
  /** Main's next snapshot. */
  show(next: Snapshot): void;
  /** The control of this action; throws when it is not on the screen, or more than once. */
  control(action: string, id?: string): HTMLButtonElement;
  controls(): readonly HTMLButtonElement[];
  field(name: string): HTMLElement | null;
  text(): string;
}

/** The whole app on a bridge that tells it `first`. Unmounted when the test ends. */
export function renderKiosk(first: Snapshot): Rendered {
  const intents: Intent[] = [];
  let listener: (next: Snapshot) => void = () => {};
  const kiosk = createKioskStore({
    onSnapshot: (given) => {
      listener = given;
    },
    send: (intent) => intents.push(intent),
  });
  const { container } = render(
    <KioskContext value={kiosk}>
      <App />
    </KioskContext>,
  );
  onTestFinished(cleanup);
  const show = (next: Snapshot) => act(() => listener(next));
  show(first);

  const controls = () => [...container.querySelectorAll('button')];
  return {
    intents,
    show,
    controls,
    control(action, id) {
      const found = controls().filter(
        ({ dataset }) => dataset.action === action && (id === undefined || dataset.id === id),
      );
      const [only] = found;
      if (only === undefined || found.length > 1) {
        throw new Error(`${found.length} controls do ${action}${id === undefined ? '' : ` of ${id}`}`);
      }
      return only;
    },
    field: (name) => container.querySelector<HTMLElement>(`[data-field="${name}"]`),
    text: () => container.textContent ?? '',
  };
}
