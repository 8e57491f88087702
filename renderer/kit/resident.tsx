import './resident.css';
import type { JSX, KeyboardEvent, PointerEvent } from 'react';
import type { Snapshot } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { useSend } from '../store.ts';
import { EyeDrawing } from './drawings/eye.tsx';

interface ResidentNameProps {
  readonly resident: NonNullable<Snapshot['resident']>;
}

/** Whose visit this is, masked as main sends it. */
export function ResidentName({ resident }: ResidentNameProps): JSX.Element {
  return (
    <p className="resident">
      <span className="resident__name" data-field="insured-name">
        {resident.name}
      </span>
      <span className="soft small" data-field="id-number">
        {resident.idNumber}
      </span>
    </p>
  );
}

/** In clear only while the eye is held down; main ends it after 5 s in any case. */
export function RevealButton({ revealed }: { readonly revealed: boolean }): JSX.Element {
  const send = useSend();
  const hold = () => send({ type: 'reveal', on: true });
  const release = () => send({ type: 'reveal', on: false });
  const press = (event: PointerEvent) => {
    // So that letting go is noticed wherever the finger has slipped to.
    event.currentTarget.setPointerCapture(event.pointerId);
    hold();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) hold();
  };
  return (
    <button
      type="button"
      className="resident__eye"
      data-action="reveal"
      aria-label={t('action.reveal')}
      aria-pressed={revealed}
      onPointerDown={press}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={onKeyDown}
      onKeyUp={release}
      onBlur={revealed ? release : undefined}
      onContextMenu={(event) => event.preventDefault()}
    >
      <EyeDrawing open={revealed} />
    </button>
  );
}
