/** Main closes a window that nobody looks after; one sign of life in this many milliseconds is enough. */
const EVERY_MS = 10_000;

/** Tells that somebody is there, whatever they touch. @returns ends it */
export function watchPresence(target: Window, tell: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  const onSign = (event: Event) => {
    if (event.timeStamp - last < EVERY_MS) return;
    last = event.timeStamp;
    tell();
  };
  const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const kind of kinds) target.addEventListener(kind, onSign, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) target.removeEventListener(kind, onSign, { capture: true });
  };
}
