import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { PrinterPort } from '../../drivers/printer/port.ts';
import { findProfile, profileFacts } from '../../drivers/printer/profile.ts';
import type { PrinterService } from '../../drivers/printer/service.ts';
import { type PrinterPageView, STATUS_FLAGS } from '../contract/printer-tests.ts';
import { AVAILABLE } from '../rig/config/capabilities.ts';
import type { PrinterCounters } from './printer-counters.ts';
import type { PrinterTest } from './printer-test.ts';

export interface PrinterPageParts {
  readonly printer: PrinterPort;
  readonly service: PrinterService;
  readonly counters: PrinterCounters;
  readonly test: PrinterTest;
}

/** Everything that the technician's printer page shows. */
export class PrinterPage {
  readonly #parts: PrinterPageParts;
  readonly #changed = new Signal<void>();
  /** Whose facts are shown. */
  #shown: string;

  constructor(parts: PrinterPageParts) {
    this.#parts = parts;
    this.#shown = parts.service.facts().profile.name;
    const { printer, counters, test } = parts;
    for (const source of [printer, counters, test]) source.subscribe(() => this.#changed.emit());
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  get test(): PrinterTest {
    return this.#parts.test;
  }

  /** False: there is no such profile. */
  show(profile: string): boolean {
    if (!this.#names().includes(profile)) return false;
    this.#shown = profile;
    this.#changed.emit();
    return true;
  }

  newRoll(): void {
    this.#parts.counters.newRoll();
  }

  view(): PrinterPageView {
    const { printer, service, counters, test } = this.#parts;
    const { connection, readiness, remainder, forgotten = false, model, firmware } = printer.state();
    const { profile, status, raw, roll } = service.facts();
    return {
      connection,
      readiness: readiness.kind === 'blocked' ? `blocked:${readiness.reason}` : readiness.kind,
      remainder,
      forgotten,
      model,
      firmware,
      profile: {
        name: profile.name,
        model: profile.model,
        proof: profile.proof.kind,
        extra: profile.status.extra,
      },
      status: status === null ? null : STATUS_FLAGS.filter((flag) => status[flag]),
      raw: raw === null ? null : { realTime: [...raw.realTime], maker: raw.maker && [...raw.maker] },
      counters: counters.view(),
      countersKept: counters.kept,
      slipsLeft: roll.isLow ? Math.max(0, roll.of - roll.slips) : null,
      test: test.view(),
      profiles: this.#names().flatMap(summary),
      shown: { name: this.#shown, facts: factsOf(this.#shown) },
    };
  }

  #names(): readonly string[] {
    return fittingProfiles(this.#parts.service.facts().profile.name);
  }
}

/** What kiosk.yaml can name; the emulated printer's own only where it is the one that is fitted. */
export function fittingProfiles(configured: string): readonly string[] {
  const names = AVAILABLE['printer.profile'];
  return names.includes(configured) ? names : [configured, ...names];
}

function summary(name: string): PrinterPageView['profiles'] {
  const found = findProfile(name);
  if (!found.ok) return [];
  const { model, paper, proof } = found.value;
  return [{ name, model, widthMm: paper.widthMm, columns: paper.columns, proof: proof.kind }];
}

/** What shows on paper or in the wiring, in the order in which it is looked at; the rest is in docs/printers.md. */
const FITTING_FACTS = [
  'paper.widthMm',
  'paper.columns',
  'proof.kind',
  'cut.command',
  'cut.headToCutterMm',
  'text.size',
  'text.bold',
  'qr.command',
  'image.command',
  'presenter.present',
  'presenter.retract',
  'status.extra',
  'status.automatic',
  'clear.command',
  'line.baudRate',
  'line.flow',
];

function factsOf(name: string): PrinterPageView['shown']['facts'] {
  const facts = profileFacts(name);
  return FITTING_FACTS.flatMap((field) => {
    const fact = facts.find((each) => each.field === field);
    if (fact === undefined) return [];
    const { value, source, confirmed } = fact;
    return [{ field, value: String(value), source, confirmed }];
  });
}
