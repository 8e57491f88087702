import type { Clock, Timer } from '../../drivers/base/clock.ts';
import type { Log } from '../../drivers/base/log.ts';
import { Signal, type Unsubscribe } from '../../drivers/base/subscribe.ts';
import type { OperatorAnswer, OperatorRequest, OperatorState } from '../contract/operator.ts';
import type { Fittings } from '../rig/fittings.ts';
import type { Visit } from '../visit/visit.ts';
import type { CardTest } from './card-test.ts';
import type { CodeTest } from './code-test.ts';
import type { DayReports } from './day-report/day-reports.ts';
import type { DemoPanel } from './demo-panel.ts';
import type { DeviceHealth } from './device-health.ts';
import type { OperatorLock } from './operator-lock.ts';
import type { PrinterPage } from './printer-page.ts';
import { exportTrace } from './trace-export.ts';

/** A technician who says nothing for so long has gone; the terminal serves again. Real rig only. */
const IDLE_MS = 10 * 60_000;
/** The same before the number was right: whoever tapped the corner by chance. */
const LOCKED_IDLE_MS = 30_000;

export interface OperatorDeskParts {
  readonly rig: 'demo' | 'real';
  readonly terminal: { readonly id: string; readonly name: string };
  readonly fittings: Fittings;
  readonly visit: Pick<Visit, 'canClose' | 'close' | 'reopen' | 'snapshot' | 'subscribe'>;
  readonly health: DeviceHealth;
  /** null = no such device fitted. */
  readonly cardTest: CardTest | null;
  readonly codeTest: CodeTest | null;
  readonly printer: PrinterPage | null;
  readonly reports: DayReports;
  readonly demo: DemoPanel | null;
  /** null = no number is configured. */
  readonly lock: OperatorLock | null;
  /** Codes reach this terminal as key strokes: then a key proves nothing about who pressed it. */
  readonly scannerTypes: boolean;
  /** Where traces are written. */
  readonly exportFolder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The technician's window without its glass: who may open it, what it shows, what it may do. On the real rig it opens
 * only while nobody is there, and the terminal is closed to residents until it is closed again. On the demo rig it stands
 * beside the glass, and only a test closes the terminal.
 */
export class OperatorDesk {
  readonly #parts: OperatorDeskParts;
  readonly #changed = new Signal<void>();
  readonly #ended = new Signal<void>();
  #access: 'none' | 'locked' | 'open' = 'none';
  #idle: Timer | null = null;

  constructor(parts: OperatorDeskParts) {
    this.#parts = parts;
    const { visit, health, cardTest, codeTest, printer, reports, demo } = parts;
    visit.subscribe(() => this.#visitMoved());
    for (const source of [health, cardTest, codeTest, printer, reports, demo])
      source?.subscribe(() => this.#changed.emit());
  }

  /** Something that the window shows may have changed. */
  subscribe(listener: () => void): Unsubscribe {
    return this.#changed.subscribe(listener);
  }

  /** The window has to go, by itself or because it was asked to. `closed` is called when it has. */
  onEnded(listener: () => void): Unsubscribe {
    return this.#ended.subscribe(listener);
  }

  /** May the window open? Asking again while it is open is no second time. */
  admit(by: 'keys' | 'corner'): boolean {
    if (this.#access !== 'none') return true;
    const { rig, visit, lock, log } = this.#parts;
    const isLet = rig === 'demo' || (visit.canClose && this.#mayAsk(by));
    log.event('operator-window', { what: isLet ? 'opened' : 'refused' });
    if (!isLet) return false;
    if (rig === 'real' && lock !== null) this.#access = 'locked';
    else this.#enter();
    this.#watchSilence();
    return true;
  }

  /** null = there is no window that could show anything. */
  state(): OperatorState | null {
    const { rig, terminal, visit, health, cardTest, codeTest, printer, reports, demo, lock, clock } =
      this.#parts;
    if (this.#access === 'none') return null;
    if (this.#access === 'locked') {
      return { access: 'locked', ...(lock?.state() ?? { triesLeft: 0, waitSeconds: 0 }) };
    }
    const { screen } = visit.snapshot();
    return {
      access: 'open',
      rig,
      terminal,
      now: clock.now(),
      screen: screen.name,
      service: visit.canClose ? (isClosed(screen) ? 'closed' : 'open') : 'busy',
      devices: [...health.list()],
      cardTest: cardTest?.view() ?? null,
      codeTest: codeTest?.view() ?? null,
      printer: printer?.view() ?? null,
      money: reports.view(),
      demo: demo?.state() ?? null,
    };
  }

  async request(request: OperatorRequest): Promise<OperatorAnswer> {
    this.#watchSilence();
    if (request.type === 'close-panel') {
      this.#ended.emit();
      return DONE;
    }
    if (request.type === 'touch') return DONE;
    if (this.#access !== 'open') {
      return request.type === 'unlock' ? this.#unlock(request.pin) : refusedFor('请先输入维护密码');
    }
    return this.#act(request);
  }

  /** The window is gone, however that came about: nothing of it is left, and residents are served again. */
  closed(): void {
    if (this.#access === 'none') return;
    this.#access = 'none';
    this.#idle?.cancel();
    this.#forgetTests();
    this.#parts.reports.hide();
    this.#parts.visit.reopen();
    this.#parts.log.event('operator-window', { what: 'closed' });
  }

  /** A key proves that somebody has opened the cabinet and plugged a keyboard in, unless codes are keys as well. */
  #mayAsk(by: 'keys' | 'corner'): boolean {
    const { lock, scannerTypes } = this.#parts;
    return lock !== null || (by === 'keys' && !scannerTypes);
  }

  #enter(): void {
    this.#access = 'open';
    if (this.#parts.rig === 'real') this.#parts.visit.close();
  }

  #unlock(pin: string): OperatorAnswer {
    const { lock, visit, log } = this.#parts;
    const answer = lock?.try(pin) ?? 'wait';
    if (answer !== 'right') {
      if (answer === 'wrong') log.event('operator-window', { what: 'wrong-pin' });
      this.#changed.emit();
      return refusedFor(answer === 'wrong' ? '密码不对' : '请稍后再试');
    }
    if (!visit.canClose) return refusedFor('有人正在使用终端');
    log.event('operator-window', { what: 'unlocked' });
    this.#enter();
    this.#watchSilence();
    this.#changed.emit();
    return DONE;
  }

  async #act(request: OperatorRequest): Promise<OperatorAnswer> {
    const { cardTest, codeTest, printer, reports, demo } = this.#parts;
    switch (request.type) {
      case 'test-card':
        return this.#test(cardTest && (() => cardTest.start()), '没有配置读卡器');
      case 'test-code':
        return this.#test(codeTest && (() => codeTest.start()), '没有配置扫码器');
      case 'print-calibration':
        return this.#test(printer && (() => printer.test.print(request.profile)), NO_PRINTER);
      case 'probe-process-id':
        return this.#test(printer && (() => printer.test.probe()), NO_PRINTER);
      case 'answer-slip':
        return printer?.test.answer(request.question, request.answer)
          ? DONE
          : refusedFor('先打印校准凭条，再对照回答');
      case 'show-profile':
        return printer?.show(request.profile) ? DONE : refusedFor('没有这个配置');
      case 'new-roll':
        printer?.newRoll();
        return printer === null ? refusedFor(NO_PRINTER) : DONE;
      case 'end-test':
        this.#forgetTests();
        if (this.#parts.rig === 'demo') this.#parts.visit.reopen();
        return DONE;
      case 'export-trace':
        return this.#export();
      case 'show-day':
        return reports.show(request.day) ? DONE : refusedFor('没有这一天，或者这一天还没有到');
      case 'reconcile-day':
        return reports.reconcile() ? DONE : refusedFor('这一天还没有结束，或者正在对账');
      case 'export-day':
        return this.#exportDay();
      case 'print-day':
        return this.#printDay();
      case 'apply-lever':
      case 'advance-clock':
        return demo === null ? refusedFor('仅演示环境可用') : demo.request(request);
      default:
        return DONE;
    }
  }

  /** Residents are kept out first. `start` answers false while another test of the same device is under way. */
  #test(start: (() => unknown) | null, missing: string): OperatorAnswer {
    if (start === null) return refusedFor(missing);
    if (!this.#parts.visit.close()) return refusedFor('有人正在使用终端，请等其结束');
    return start() === false ? refusedFor('正在打印，请等其结束') : DONE;
  }

  #forgetTests(): void {
    this.#parts.cardTest?.end();
    this.#parts.codeTest?.end();
    this.#parts.printer?.test.end();
  }

  async #export(): Promise<OperatorAnswer> {
    const { cardTest, terminal, exportFolder, fittings } = this.#parts;
    const view = cardTest?.view();
    const at = cardTest?.startedAt;
    if (!cardTest || view?.phase !== 'done' || !at) return refusedFor('还没有可导出的记录');
    const fitting = fittings['card-reader'] ?? { protocol: '', wire: '' };
    const written = await exportTrace(exportFolder, { terminal: terminal.id, fitting, at }, view);
    if (!written.ok) return refusedFor(`写不进文件（${written.error}）`);
    cardTest.noteExport(written.value);
    return DONE;
  }

  async #exportDay(): Promise<OperatorAnswer> {
    const written = await this.#parts.reports.export();
    return written.ok ? DONE : refusedFor(`报表没有写成（${written.error}）`);
  }

  /** Beside the demo's glass residents come back when the slip is out. */
  #printDay(): OperatorAnswer {
    const { reports, rig, visit } = this.#parts;
    if (reports.view() === null) return refusedFor('先选一天');
    const start = (): boolean => {
      const printing = reports.print();
      void printing?.then(() => {
        if (rig === 'demo' && !this.#isTesting()) visit.reopen();
      });
      return printing !== null;
    };
    return this.#test(reports.canPrint ? start : null, NO_PRINTER);
  }

  #isTesting(): boolean {
    const { cardTest, codeTest, printer } = this.#parts;
    const tests = [cardTest?.view() ?? null, codeTest?.view() ?? null, printer?.test.view().slip ?? null];
    return tests.some((view) => view !== null) || printer?.test.isBusy === true;
  }

  /** A visit that begins under a locked window takes the glass back. */
  #visitMoved(): void {
    if (this.#access === 'locked' && !this.#parts.visit.canClose) this.#ended.emit();
    this.#changed.emit();
  }

  #watchSilence(): void {
    this.#idle?.cancel();
    this.#idle = null;
    if (this.#access === 'none' || this.#parts.rig === 'demo') return;
    const ms = this.#access === 'locked' ? LOCKED_IDLE_MS : IDLE_MS;
    this.#idle = this.#parts.clock.after(ms, () => this.#ended.emit());
  }
}

const NO_PRINTER = '没有配置打印机';
const DONE: OperatorAnswer = { ok: true };

function refusedFor(message: string): OperatorAnswer {
  return { ok: false, message };
}

function isClosed(screen: { readonly name: string; readonly reason?: string }): boolean {
  return screen.name === 'out-of-service' && screen.reason === 'CLOSED_BY_OPERATOR';
}
