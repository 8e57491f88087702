import { BurstRecogniser } from './wedge-burst.ts';

/**
 * Takes the bursts of a keyboard scanner out of the page's keys and hands over each whole code. To be called before anything
 * else listens for keys on this window: what belongs to a burst stops here, both when a key goes down and when it comes up,
 * so that no ENTER at the end of a code ever presses the button that happens to have the focus.
 *
 * Time is the events' own `timeStamp`, which is when the system saw the key: a busy page does not tear a burst apart.
 */
export function watchWedge(target: Window, scanned: (typed: string) => void): void {
  const recogniser = new BurstRecogniser();
  /** Went down for the scanner; their coming up is its own business too. */
  const down = new Set<string>();

  const stop = (event: KeyboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  target.addEventListener(
    'keydown',
    (event) => {
      const { swallow, code } = recogniser.press({
        key: event.key,
        at: event.timeStamp,
        combined: event.ctrlKey || event.altKey || event.metaKey,
        repeat: event.repeat,
      });
      if (swallow) {
        stop(event);
        down.add(physical(event));
      }
      if (code !== null) scanned(code);
    },
    { capture: true },
  );
  target.addEventListener(
    'keyup',
    (event) => {
      if (down.delete(physical(event))) stop(event);
    },
    { capture: true },
  );
}

/** Which key it is, not what it types: SHIFT may have come up in between. Scanners that send no such code have their character. */
function physical({ code, key }: KeyboardEvent): string {
  return code === '' ? key : code;
}
