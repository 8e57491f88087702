import { describe, expect, it } from 'vitest';
import type { Intent } from '../main/contract/intent.ts';
import type { Snapshot } from '../main/contract/snapshot.ts';
import { watchActivity, watchOperatorGesture } from './activity.ts';
import { createKioskStore } from './store.ts';
import { attract, snapshot } from './testing/snapshots.ts';

/** A window of its own for every test, with events whose time the test decides. */
function glass(first: Snapshot | null = snapshot(attract)) {
  const target = new EventTarget();
  const intents: Intent[] = [];
  const kiosk = createKioskStore({
    onSnapshot: (listener) => {
      if (first !== null) listener(first);
    },
    send: (intent) => intents.push(intent),
  });
  const fire = (type: string, timeStamp: number, more: Record<string, unknown> = {}) => {
    const event = new Event(type, { cancelable: true });
    for (const [name, value] of Object.entries({ timeStamp, ...more }))
      Object.defineProperty(event, name, { value });
    target.dispatchEvent(event);
    return event;
  };
  const tap = (timeStamp: number, clientX = 10, clientY = 10) =>
    fire('pointerdown', timeStamp, { clientX, clientY });
  const key = (name: string, more: Record<string, unknown> = {}) =>
    fire('keydown', 0, { key: name, ctrlKey: false, shiftKey: false, repeat: false, ...more });
  return { window: target as unknown as Window, kiosk, intents, fire, tap, key };
}

describe('signs of life', () => {
  it('are sent at once, and then at most once a second', () => {
    const { window, kiosk, intents, fire } = glass();
    watchActivity(window, kiosk.send);
    for (const at of [0, 300, 999, 1_000, 1_500, 2_001]) fire('pointerdown', at);
    expect(intents).toEqual([{ type: 'touch' }, { type: 'touch' }, { type: 'touch' }]);
  });

  it('include keys', () => {
    const { window, kiosk, intents, fire } = glass();
    watchActivity(window, kiosk.send);
    fire('keydown', 5);
    expect(intents).toEqual([{ type: 'touch' }]);
  });
});

describe("the technician's gesture", () => {
  const open = [{ type: 'operator-open', by: 'corner' }];

  it('is five taps in the corner within three seconds', () => {
    const { window, kiosk, intents, tap } = glass();
    watchOperatorGesture(window, kiosk);
    for (const at of [0, 700, 1_400, 2_100]) tap(at);
    expect(intents).toEqual([]);
    tap(3_000);
    expect(intents).toEqual(open);
  });

  it('starts over after it was understood', () => {
    const { window, kiosk, intents, tap } = glass();
    watchOperatorGesture(window, kiosk);
    for (const at of [0, 1, 2, 3, 4, 5, 6, 7, 8]) tap(at);
    expect(intents).toEqual(open);
  });

  it('is not five slow taps', () => {
    const { window, kiosk, intents, tap } = glass();
    watchOperatorGesture(window, kiosk);
    for (const at of [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000]) tap(at);
    expect(intents).toEqual([]);
  });

  it('is forgotten by a tap elsewhere; the corner is 25 mm wide', () => {
    const { window, kiosk, intents, tap } = glass();
    watchOperatorGesture(window, kiosk);
    // 25 mm at 0.248 mm a pixel end at 100.8 px.
    for (const at of [0, 1, 2, 3]) tap(at, 100, 100);
    tap(4, 101, 10);
    for (const at of [5, 6, 7, 8]) tap(at);
    expect(intents).toEqual([]);
    tap(9);
    expect(intents).toEqual(open);
  });

  it('does not exist before the size of the glass is known', () => {
    const { window, kiosk, intents, tap } = glass(null);
    watchOperatorGesture(window, kiosk);
    for (const at of [0, 1, 2, 3, 4]) tap(at);
    expect(intents).toEqual([]);
  });

  it.each([
    ['F12', {}],
    ['D', { ctrlKey: true, shiftKey: true }],
  ])('is the key %s', (name, more) => {
    const { window, kiosk, intents, key } = glass();
    watchOperatorGesture(window, kiosk);
    expect(key(name, more).defaultPrevented).toBe(true);
    key(name, { ...more, repeat: true });
    expect(intents).toEqual([{ type: 'operator-open', by: 'keys' }]);
  });

  it('is no other key', () => {
    const { window, kiosk, intents, key } = glass();
    watchOperatorGesture(window, kiosk);
    key('D', { ctrlKey: true });
    key('F11');
    expect(intents).toEqual([]);
  });
});
