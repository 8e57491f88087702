/**
 * Every event that the terminal may log, with its meaning. Adding one means documenting it here; docs/log-events.md is
 * generated from this file. Fields are codes, counts, durations and our own order numbers: never a name, an identity
 * or card number, a token or a key.
 */
export interface LogEvents {
  /** The application has started; which rig, which versions. */
  'app-started': { readonly rig: 'demo' | 'real'; readonly app: string; readonly electron: string };
  /** The application is closing on purpose. */
  'app-stopped': { readonly reason: string };
  /** A device answered its interrogation and is ready. */
  'device-ready': { readonly device: DeviceName; readonly model: string; readonly firmware: string };
  /** A device went away (unplugged, closed, silent). Reconnection goes on by itself. */
  'device-gone': { readonly device: DeviceName; readonly cause: string };
  /** A device could not be opened; `cause` is from a closed list of the driver. */
  'device-open-failed': { readonly device: DeviceName; readonly cause: string };
  /** A device answered something that its protocol does not allow; `what` names the rule, never the payload. */
  'device-protocol': { readonly device: DeviceName; readonly what: string };
  /** A card was read, or why not. `outcome` is a code of CardOutcome or CardError. */
  'card-read': { readonly outcome: string; readonly ms: number };
  /** A card was asked to check a PIN: right, wrong, blocked, or a code of CardError. */
  'card-pin': { readonly outcome: string; readonly ms: number };
  /** A readable card speaks against itself: a number that is not as such numbers are, a validity that has ended. The agency decides. */
  'card-warning': { readonly warning: 'CHECK_DIGIT' | 'ID_FORMAT' | 'EXPIRED' };
  /** A server call ended. `op` names the operation, `outcome` is ok, refused, retry or unknown. */
  'call-ended': {
    readonly server: 'wechat' | 'alipay' | 'aggregate' | 'agency';
    readonly op: string;
    readonly outcome: 'ok' | 'refused' | 'retry' | 'unknown';
    readonly code?: string;
    readonly ms: number;
    /** The server's own request id, to be quoted to its support. */
    readonly requestId?: string;
  };
  /** By the wallet's time stamps this terminal's clock is off by so many seconds (0 = right again); set it. Negative = ours is ahead. */
  'clock-off': { readonly server: 'wechat' | 'alipay' | 'aggregate'; readonly seconds: number };
  /** An order moved to another state. */
  'order-moved': { readonly order: string; readonly from: string; readonly to: string };
  /** Journal, wallet bill and agency list of a day agree but for so many findings; `complete` = for good. */
  'day-reconciled': {
    readonly day: string;
    readonly channel: string;
    readonly findings: number;
    readonly complete: boolean;
  };
  /** A day could not be reconciled yet; it is tried again. `cause` is from a closed list: BILL_LATE, BILL_DAMAGED, WALLET_SILENT, AGENCY_SILENT. */
  'day-not-reconciled': { readonly day: string; readonly channel: string; readonly cause: string };
  /** Staff are to look at this payment, which goes on all the same. `large-amount`: over the limit, confirmed once more. */
  'risk-review': { readonly order: string; readonly reason: 'large-amount' };
  /** Something needs a technician; `code` is from the error catalogue. */
  alarm: { readonly code: string; readonly order?: string };
  /** Something threw that never should: class of the error and top stack frame, never its message, which may hold data. */
  bug: { readonly where: string; readonly error: string; readonly at: string };
  /** A print job ended with this state and evidence level. */
  'print-ended': {
    readonly job: string;
    readonly state: string;
    readonly evidence: string;
    readonly ms: number;
  };
  /** The rare characters of a slip could not be drawn, in time or at all: each was printed as 〓. `cause` is TIMEOUT, FAILED or CLOSED. */
  'slip-not-drawn': { readonly job: string; readonly cause: string };
  /** No font of ours holds so many different characters of a slip or PDF (CJK extension G and newer): each stands as 〓. */
  'characters-missing': { readonly on: 'slip' | 'pdf'; readonly count: number };
  /** A slip was not taken from the exit: it counts as forgotten, its owner was called back by a sound, it was drawn back, or it stays there because it cannot be. */
  'slip-left': { readonly what: 'reminded' | 'called' | 'retracted' | 'left' };
  /** The file of what the printer has used was damaged and the counting has begun anew, or it cannot be written. */
  'printer-counters': { readonly what: 'damaged' | 'unwritable' };
  /** The visit moved between screens. */
  'visit-moved': { readonly from: string; readonly to: string; readonly event: string };
  /** An event arrived in a state that has written down why it stays. */
  'visit-stayed': { readonly state: string; readonly event: string; readonly reason: string };
  /** An event arrived that no state has an answer for: a bug, recorded instead of crashing. */
  'visit-unanswered': { readonly state: string; readonly event: string };
  /** A message from a window failed its sender or schema check and was dropped. */
  'ipc-refused': { readonly channel: string; readonly why: 'sender' | 'schema' };
  /** The resident's page died or hung and was loaded again. */
  'renderer-recovered': { readonly reason: string; readonly count: number };
  /** Something tried to leave the app's own pages, open a window, download, or ask for a permission. */
  'shell-denied': { readonly what: 'navigation' | 'window-open' | 'permission' | 'download' | 'webview' };
  /** The technician's window. `refused`: somebody is there, or a number or a keyboard is needed. */
  'operator-window': { readonly what: 'opened' | 'refused' | 'wrong-pin' | 'unlocked' | 'closed' };
  /** A demo lever was used. */
  'lever-applied': { readonly lever: string; readonly ok: boolean };
}

export type DeviceName = 'card-reader' | 'code-scanner' | 'printer';
