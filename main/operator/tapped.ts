/** Who also hears what a port's calls come to, by method. */
export type Taps<Port> = {
  readonly [Name in keyof Port]?: Port[Name] extends (...args: never[]) => Promise<infer Answer>
    ? (answer: Answer) => void
    : never;
};

/**
 * The same port, and somebody listens: every answer goes to its caller as it is, and to the tap as well. A call that
 * rejects is a bug and its caller's business; the tap does not hear of it.
 */
export function tapped<Port extends object>(port: Port, taps: Taps<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const tap: unknown = Reflect.get(taps, name);
      return (...args: unknown[]): unknown => {
        const answer: unknown = member.apply(target, args);
        if (typeof tap === 'function' && answer instanceof Promise) {
          answer.then(
            (value: unknown) => tap(value),
            () => undefined,
          );
        }
        return answer;
      };
    },
  });
}
