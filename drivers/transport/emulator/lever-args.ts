import type { Lever, LeverArg, LeverDescriptor, LeverError } from '../../base/lever.ts';
import { err, ok, type Result } from '../../base/result.ts';

/** A lever's arguments after they have been checked against its descriptor. */
export class LeverValues {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  /** A `text` or `choice` argument; undefined when it was left out. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  /** A `boolean` argument; false when it was left out. */
  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }
}

/** A lever whose arguments are checked against its own descriptor before `act` sees them. */
export function makeLever(
  descriptor: LeverDescriptor,
  act: (values: LeverValues) => Promise<Result<void, LeverError>>,
): Lever {
  return {
    ...descriptor,
    apply: async (given) => {
      const values = checkArgs(descriptor.args, given);
      return values.ok ? act(new LeverValues(values.value)) : values;
    },
  };
}

function checkArgs(
  args: readonly LeverArg[],
  given: Readonly<Record<string, unknown>>,
): Result<ReadonlyMap<string, unknown>, LeverError> {
  const values = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  for (const name of values.keys()) {
    if (!args.some((arg) => arg.name === name)) return bad(name, '没有这个参数');
  }
  for (const arg of args) {
    const value = values.get(arg.name);
    if (value === undefined) {
      if (arg.optional !== true) return bad(arg.name, '缺少');
      continue;
    }
    const complaint = complain(arg, value);
    if (complaint !== null) return bad(arg.name, complaint);
  }
  return ok(values);
}

function complain(arg: LeverArg, value: unknown): string | null {
  switch (arg.type) {
    case 'choice': {
      const accepted = arg.options.map((option) => option.value);
      return typeof value === 'string' && accepted.includes(value)
        ? null
        : `应为 ${accepted.join('、')} 之一`;
    }
    case 'number':
      return typeof value === 'number' && value >= arg.min && value <= arg.max
        ? null
        : `应为 ${arg.min} 到 ${arg.max} 的数`;
    case 'boolean':
      return typeof value === 'boolean' ? null : '应为 true 或 false';
    case 'text':
      return typeof value === 'string' && value.length <= arg.maxLength
        ? null
        : `应为不超过 ${arg.maxLength} 个字的文本`;
  }
}

function bad(argument: string, message: string): Result<never, LeverError> {
  return err({ code: 'BAD_ARGUMENT', argument, message: `${argument}：${message}` });
}

/** The state of the device does not allow it now. */
export function notNow(message: string): Result<never, LeverError> {
  return err({ code: 'NOT_NOW', message });
}
