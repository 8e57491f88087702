import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { App } from './app.tsx';
import { createKioskStore, KioskContext } from './store.ts';

afterEach(cleanup);

it('is blank until the first snapshot', () => {
  const kiosk = createKioskStore({ onSnapshot: () => {}, send: () => {} });
  const { container } = render(
    <KioskContext value={kiosk}>
      <App />
    </KioskContext>,
  );
  expect(container.childElementCount).toBe(0);
});
