import { type JSX, useId } from 'react';
import type { LeverView } from '../../main/contract/operator.ts';

export type Arg = LeverView['args'][number];

/** `null` = not given, which only an optional argument may be. */
export type ArgValue = string | number | boolean | null;

/** What a control shows before anybody touches it; what is optional starts as not given. */
export function firstValue(arg: Arg): ArgValue {
  if (arg.optional === true) return null;
  switch (arg.type) {
    case 'choice':
      return arg.options[0]?.value ?? '';
    case 'number':
      return arg.min;
    case 'boolean':
      return true;
    case 'text':
      return '';
  }
}

interface ArgFieldProps {
  readonly arg: Arg;
  readonly value: ArgValue;
  readonly onChange: (value: ArgValue) => void;
}

export function ArgField({ arg, value, onChange }: ArgFieldProps): JSX.Element {
  const id = useId();
  return (
    <div className="arg">
      <label htmlFor={id}>{arg.label}</label>
      <Control id={id} arg={arg} value={value} onChange={onChange} />
      {arg.type === 'number' ? <span>{arg.unit}</span> : null}
    </div>
  );
}

function Control({ id, arg, value, onChange }: ArgFieldProps & { readonly id: string }): JSX.Element {
  const text = value === null ? '' : String(value);
  const onText = (given: string) => onChange(given === '' && arg.optional === true ? null : given);
  switch (arg.type) {
    case 'choice':
      return (
        <select id={id} name={arg.name} value={text} onChange={(event) => onText(event.currentTarget.value)}>
          {arg.optional === true ? <option value="">不指定</option> : null}
          {arg.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case 'number':
      return (
        <input
          id={id}
          type="number"
          name={arg.name}
          min={arg.min}
          max={arg.max}
          step="any"
          required={arg.optional !== true}
          value={text}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.value === '' ? null : currentTarget.valueAsNumber)
          }
        />
      );
    case 'boolean':
      return arg.optional === true ? (
        <select
          id={id}
          name={arg.name}
          value={text}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.value === '' ? null : currentTarget.value === 'true')
          }
        >
          <option value="">不指定</option>
          <option value="true">是</option>
          <option value="false">否</option>
        </select>
      ) : (
        <input
          id={id}
          type="checkbox"
          name={arg.name}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'text':
      return (
        <input
          id={id}
          type="text"
          name={arg.name}
          maxLength={arg.maxLength}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      );
  }
}
