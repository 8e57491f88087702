import { type FormEvent, type JSX, useState } from 'react';
import type { LeverView } from '../../main/contract/operator.ts';
import { ArgField, type ArgValue, firstValue } from './arg-field.tsx';
import type { Ask } from './ask.ts';

interface LeverFormProps {
  readonly lever: LeverView;
  readonly ask: Ask;
}

/** One lever: its arguments as controls, and one key that pulls it. */
export function LeverForm({ lever, ask }: LeverFormProps): JSX.Element {
  const [values, setValues] = useState<Readonly<Record<string, ArgValue>>>(() =>
    Object.fromEntries(lever.args.map((arg) => [arg.name, firstValue(arg)])),
  );
  const pull = (event: FormEvent) => {
    event.preventDefault();
    // An argument left empty is an argument not given.
    const args = Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    );
    void ask({ type: 'apply-lever', id: lever.id, args }, lever.label);
  };
  return (
    <form className="lever" data-id={lever.id} onSubmit={pull}>
      <button type="submit" data-action="apply-lever" data-id={lever.id}>
        {lever.label}
      </button>
      <span className="lever__kind">{lever.kind === 'fault' ? '故障' : ''}</span>
      <div className="lever__args">
        {lever.args.map((arg) => (
          <ArgField
            key={arg.name}
            arg={arg}
            value={values[arg.name] ?? null}
            onChange={(value) => setValues((old) => ({ ...old, [arg.name]: value }))}
          />
        ))}
      </div>
    </form>
  );
}
