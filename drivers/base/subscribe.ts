/** Ends a subscription. Calling it twice is harmless. */
export type Unsubscribe = () => void;

/** One kind of event, many listeners. A listener that throws is a bug and surfaces; the others have been called before. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  subscribe(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
