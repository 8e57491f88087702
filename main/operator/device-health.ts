import type { Clock } from '../../drivers/base/clock.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { DeviceId, DeviceView } from '../contract/operator.ts';
import type { Fitting, Fittings } from '../rig/fittings.ts';

interface Identity {
  readonly model: string;
  readonly firmware: string;
}

/**
 * What is known of each device since the start: told by whoever listens to the ports (watched-rig.ts), read by the
 * technician's window. Plain data on the injected clock; no log is read, and nothing here can hold data of a resident.
 */
export class DeviceHealth {
  readonly #clock: Clock;
  readonly #devices = new Map<DeviceId, DeviceView>();
  readonly #changed = new Signal<void>();

  constructor(clock: Clock, fittings: Fittings) {
    this.#clock = clock;
    for (const [id, fitting] of Object.entries(fittings) as [DeviceId, Fitting | null][]) {
      this.#devices.set(id, {
        id,
        fitting,
        connection: fitting === null ? 'absent' : HAS_WIRE.has(id) ? 'connecting' : 'unasked',
        since: clock.now(),
        model: '',
        firmware: '',
        readiness: null,
        lastError: null,
        lastSuccess: null,
        replaced: null,
      });
    }
  }

  /** In the order of the fittings. */
  list(): readonly DeviceView[] {
    return [...this.#devices.values()];
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** It has answered its interrogation. Another model or firmware than last time is another device, and is said to be. */
  ready(id: DeviceId, found: Identity): void {
    const at = this.#clock.now();
    this.#change(id, (device) => ({
      ...this.#connected(device, 'ready'),
      ...found,
      replaced: isAnother(device, found)
        ? { model: device.model, firmware: device.firmware, at }
        : device.replaced,
      lastSuccess: { what: 'connected', at },
    }));
  }

  /** Model and firmware stay on show: they tell what to look for. */
  gone(id: DeviceId, cause: string): void {
    this.#change(id, (device) => ({
      ...this.#connected(device, 'gone'),
      lastError: this.#error(cause),
    }));
  }

  failed(id: DeviceId, code: string, detail = ''): void {
    this.#change(id, (device) => ({ ...device, lastError: this.#error(code, detail) }));
  }

  succeeded(id: DeviceId, what: NonNullable<DeviceView['lastSuccess']>['what']): void {
    this.#change(id, (device) => ({ ...device, lastSuccess: { what, at: this.#clock.now() } }));
  }

  /** A server has answered a call. */
  answered(id: DeviceId): void {
    const at = this.#clock.now();
    this.#change(id, (device) => ({
      ...this.#connected(device, 'ready'),
      lastSuccess: { what: 'answered', at },
    }));
  }

  /** What a printer says of itself. A reason not to print that was not there before is an error. */
  printerSays(readiness: string): void {
    this.#change('printer', (device) => {
      const [, reason] = /^blocked:(.*)$/.exec(readiness) ?? [];
      const isNews = reason !== undefined && readiness !== device.readiness;
      return { ...device, readiness, lastError: isNews ? this.#error(reason) : device.lastError };
    });
  }

  #connected(device: DeviceView, connection: 'ready' | 'gone'): DeviceView {
    return device.connection === connection ? device : { ...device, connection, since: this.#clock.now() };
  }

  #error(code: string, detail = ''): NonNullable<DeviceView['lastError']> {
    return { code, detail, at: this.#clock.now() };
  }

  #change(id: DeviceId, change: (device: DeviceView) => DeviceView): void {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    this.#devices.set(id, change(device));
    this.#changed.emit();
  }
}

/** They are connected to and interrogated at the start; servers are only ever called. */
const HAS_WIRE: ReadonlySet<DeviceId> = new Set(['card-reader', 'code-scanner', 'printer']);

function isAnother(before: Identity, now: Identity): boolean {
  const met = before.model !== '' || before.firmware !== '';
  return met && (before.model !== now.model || before.firmware !== now.firmware);
}
