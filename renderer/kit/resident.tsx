import './resident.css';
import type { JSX, KeyboardEvent, PointerEvent } from 'react';
import type { Snapshot } from '../../main/contract/snapshot.ts';
import { t } from '../i18n/t.ts';
import { useSend } from '../store.ts';
import { EyeDrawing } from './drawings/eye.tsx';

/** Whose visit this is, masked; in clear only while the eye is held down (main ends it after 5 s in any case). */
export function Resident({
  resident,
}: {
  readonly resident: NonNullable<Snapshot['resident']>;
}): JSX.Element {
  const send = useSend();
  const hold = () => send({ type: 'reveal', on: true });
  const press = (event: PointerEvent) => {
    // So that letting go is noticed wherever the finger has slipped to.
    event.currentTarget.setPointerCapture(event.pointerId);
    hold();
  };
  const release = () => send({ type: 'reveal', on: false });
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) hold();
  };
  return (
    <div className="resident">
      <p>
        <span className="resident__name" data-field="insured-name">
          {resident.name}
        </span>
        <span className="soft small" data-field="id-number">
          {resident.idNumber}
        </span>
      </p>
      <button
        type="button"
        className="resident__eye"
        data-action="reveal"
        aria-label={t('action.reveal')}
        aria-pressed={resident.revealed}
        onPointerDown={press}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={onKeyDown}
        onKeyUp={release}
        onBlur={resident.revealed ? release : undefined}
        onContextMenu={(event) => event.preventDefault()}
      >
        <EyeDrawing open={resident.revealed} />
      </button>
    </div>
  );
}
