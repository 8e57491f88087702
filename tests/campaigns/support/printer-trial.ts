import { ok } from '../../../drivers/base/result.ts';
import { type Strip, textOf } from '../../../drivers/printer/emulator/paper.ts';
import { encodeSlip } from '../../../drivers/printer/escpos/encode-slip.ts';
import type { PrintResult } from '../../../drivers/printer/port.ts';
import type { Slip } from '../../../drivers/printer/slip.ts';
import { profileOf, VirtualRig } from '../../../drivers/printer/testing/rig.ts';
import type { ByteTransport } from '../../../drivers/transport/port.ts';
import type { PrinterFault } from './printer-faults.ts';

/** When the fault strikes: before the job, behind its nth byte, or when the job has its result. */
export type Moment = 'before' | number | 'after';

export interface Trial {
  readonly profile: string;
  readonly fault: PrinterFault;
  readonly moment: Moment;
}

export interface TrialOutcome {
  readonly trial: Trial;
  readonly result: PrintResult;
  /** Rules that were broken, in words; empty is good. */
  readonly violations: readonly string[];
}

/** Two residents whose slips share no line of their own. */
const FIRST = slipOf('甲先生', '第一号凭条结束');
const NEXT = slipOf('乙女士', '第二号凭条结束');

function slipOf(name: string, last: string): Slip {
  return {
    blocks: [
      { kind: 'title', text: '社会保险缴费凭证' },
      { kind: 'pair', label: '缴费人', value: name },
      ...Array.from({ length: 12 }, (_, line) => ({
        kind: 'pair' as const,
        label: `${name}的项目${line + 1}`,
        value: '380.00',
      })),
      { kind: 'qr', data: 'https://pz.example/v/44040420261124', caption: '扫码核对' },
      { kind: 'text', text: last },
    ],
  };
}

/** Bytes of the first resident's slip on this model. */
export function jobBytes(profile: string): number {
  return encodeSlip(FIRST, profileOf(profile)).bytes.length;
}

/** One fault at one moment on one model: what the driver says, held against what lies on the paper. */
export async function run(trial: Trial): Promise<TrialOutcome> {
  const { profile, fault, moment } = trial;
  const striker = new Striker(moment);
  const rig = new VirtualRig({ profile, pictures: false, wrap: (transport) => striker.on(transport) });
  striker.strike = () => fault.strike(rig);
  try {
    await rig.started();
    if (moment === 'before') await fault.strike(rig);
    striker.isArmed = typeof moment === 'number';
    const result = await rig.settle(rig.printer.print({ jobId: 'first', slip: FIRST }), LIMIT_MS);
    striker.isArmed = false;
    if (moment === 'after') await fault.strike(rig);
    await rig.clock.advance(AFTERMATH_MS);
    const paper = strips(rig);
    const violations = [...truth(result, paper), ...fault.expected(result, trial, striker.hasStruck)];
    await fault.mend(rig);
    await rig.settle(
      rig.reaches(({ readiness, remainder }) => readiness.kind !== 'blocked' && !remainder),
      LIMIT_MS,
    );
    const before = rig.emulator.paper.slips.length;
    const next = await rig.settle(rig.printer.print({ jobId: 'next', slip: NEXT }), LIMIT_MS);
    return { trial, result, violations: [...violations, ...future(next, rig, before, fault.tears)] };
  } finally {
    await rig.settle(rig.close());
  }
}

/** Longer than any budget and any clearing. */
const LIMIT_MS = 300_000;
const AFTERMATH_MS = 5_000;

/** Strikes behind the nth byte of a job: what stands before it has left, what stands behind it has not yet. */
class Striker {
  isArmed = false;
  hasStruck = false;
  strike: () => Promise<void> = async () => undefined;
  readonly #at: number;
  #sent = 0;

  constructor(moment: Moment) {
    this.#at = typeof moment === 'number' ? moment : 0;
  }

  on(transport: ByteTransport): ByteTransport {
    return {
      ...transport,
      msPerByte: transport.msPerByte,
      write: async (bytes) => {
        if (!this.isArmed || bytes[0] === 0x10) return transport.write(bytes);
        const left = this.#at - this.#sent;
        this.#sent += bytes.length;
        if (this.hasStruck || left > bytes.length) return transport.write(bytes);
        this.hasStruck = true;
        const head = await transport.write(bytes.subarray(0, left));
        await this.strike();
        if (!head.ok || left === bytes.length) return head.ok ? ok() : head;
        return transport.write(bytes.subarray(left));
      },
    };
  }
}

/** All paper, also what hangs out. */
const strips = (rig: VirtualRig): readonly Strip[] => [
  ...rig.emulator.paper.slips,
  rig.emulator.paper.current,
];

const wholes = (text: string, last: string): number => text.split(last).length - 1;

/** What the driver says about the job, against the paper. */
function truth(result: PrintResult, paper: readonly Strip[]): readonly string[] {
  const text = paper.map(textOf).join('\n');
  const copies = wholes(text, '第一号凭条结束');
  const cut = paper.slice(0, -1).some((strip) => isWhole(textOf(strip)));
  if (copies > 1) return ['a second copy without a mark'];
  if (result.state === 'PRINTED' && !cut) return [`said to be printed (${result.evidence}) and is not`];
  if (result.state === 'FAILED_CLEAN' && text.includes('甲')) return ['said to be clean and left paper'];
  return [];
}

/** From title to last line, with every line between. */
function isWhole(text: string): boolean {
  const lines = text.split('\n');
  const items = lines.filter((line) => line.startsWith('甲先生的项目'));
  return lines[0] === '社会保险缴费凭证' && items.length === 12 && text.includes('第一号凭条结束');
}

/** The next resident gets one slip, whole and with nobody else's words on it; nothing of the first comes behind. */
function future(next: PrintResult, rig: VirtualRig, before: number, tears: boolean): readonly string[] {
  const later = strips(rig).slice(before).map(textOf);
  const all = strips(rig).map(textOf).join('\n');
  const broken: string[] = [];
  if (next.state !== 'PRINTED') broken.push(`the next slip is ${next.state}`);
  if (later.join('').includes('甲')) broken.push('a ghost of the first slip');
  if (wholes(all, '第一号凭条结束') > 1) broken.push('a second copy without a mark');
  if (later.filter((text) => text.includes('乙')).length !== 1) broken.push('not one next slip');
  if (rig.emulator.violations.length > 0 && !tears) broken.push('bytes that no manual allows');
  return broken;
}
