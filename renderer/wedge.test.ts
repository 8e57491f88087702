import { beforeEach, describe, expect, it } from 'vitest';
import { watchWedge } from './wedge.ts';

describe('a scanner that types', () => {
  let heard: string[] = [];
  let codes: string[] = [];
  let target: EventTarget;

  beforeEach(() => {
    heard = [];
    codes = [];
    target = new EventTarget();
    watchWedge(target as unknown as Window, (typed) => codes.push(typed));
    for (const type of ['keydown', 'keyup'])
      target.addEventListener(type, (event) => heard.push(`${type} ${Reflect.get(event, 'key')}`));
  });

  function fire(type: 'keydown' | 'keyup', key: string, timeStamp: number, more = {}): boolean {
    const event = new Event(type, { cancelable: true });
    const given = {
      key,
      code: `Key${key}`,
      timeStamp,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      repeat: false,
      ...more,
    };
    for (const [name, value] of Object.entries(given)) Object.defineProperty(event, name, { value });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  }

  function press(key: string, at: number): readonly boolean[] {
    return [fire('keydown', key, at), fire('keyup', key, at + 1)];
  }

  it('is kept from everybody, downs and ups, and its code is handed over', () => {
    const prevented = [...'SYNTHETIC-1', 'Enter'].flatMap((key, at) => press(key, at * 4));
    expect(prevented.every(Boolean)).toBe(true);
    expect(heard).toEqual([]);
    expect(codes).toEqual(['SYNTHETIC-1']);
  });

  it('is kept away on the way up too when SHIFT has come up first, or the key has no code', () => {
    fire('keydown', 'A', 0, { code: 'KeyA' });
    expect(fire('keyup', 'a', 3, { code: 'KeyA' })).toBe(true);
    fire('keydown', 'b', 6, { code: '' });
    expect(fire('keyup', 'b', 9, { code: '' })).toBe(true);
    expect(heard).toEqual([]);
  });

  it('leaves a finger’s ENTER and shortcuts alone', () => {
    expect(press('Enter', 0)).toEqual([false, false]);
    expect(fire('keydown', 'D', 10, { ctrlKey: true, shiftKey: true })).toBe(false);
    expect(fire('keydown', 'x', 20, { altKey: true })).toBe(false);
    expect(fire('keydown', 'x', 30, { metaKey: true })).toBe(false);
    expect(heard).toEqual(['keydown Enter', 'keyup Enter', 'keydown D', 'keydown x', 'keydown x']);
    expect(codes).toEqual([]);
  });
});
