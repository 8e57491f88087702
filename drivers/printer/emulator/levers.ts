import type { Lever, LeverArg } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { MechanicalFault } from './mechanism.ts';
import type { PrinterEmulator } from './printer-emulator.ts';

const CLEAR: LeverArg = { name: 'clear', label: '恢复正常', type: 'boolean', optional: true };

/** Everything that a person, a cable or bad luck could do to the printer. */
export function printerLevers(printer: PrinterEmulator): readonly Lever[] {
  const { mechanism } = printer;

  const action = (id: string, label: string, act: () => void | Promise<void>): Lever =>
    makeLever({ id, label, kind: 'action', args: [] }, async () => {
      await act();
      printer.resume();
      return ok();
    });

  const fault = (id: string, label: string, set: (on: boolean) => void): Lever =>
    makeLever({ id, label, kind: 'fault', args: [CLEAR] }, async (values) => {
      set(!values.flag('clear'));
      printer.resume();
      return ok();
    });

  /** Taking an obstacle out means opening the cover, which is also what resets the error. */
  const obstacle = (id: string, label: string, cause: MechanicalFault): Lever =>
    fault(id, label, (on) => {
      mechanism.setFault(cause, on);
      if (!on) mechanism.recover();
    });

  const takeSlip = makeLever(
    { id: 'printer-take-slip', label: '取走出纸口的凭条', kind: 'action', args: [] },
    async () => {
      if (!printer.slipWaits) return notNow('出纸口没有凭条');
      printer.takeSlip();
      printer.resume();
      return ok();
    },
  );

  return [
    makeLever(
      {
        id: 'printer-paper-out',
        label: '纸用完',
        kind: 'action',
        args: [
          {
            name: 'afterMm',
            label: '再走纸多少后用完（不填为立即）',
            type: 'number',
            min: 0,
            max: 1000,
            unit: 'mm',
            optional: true,
          },
        ],
      },
      async (values) => {
        mechanism.endPaper(values.number('afterMm') ?? 0);
        printer.resume();
        return ok();
      },
    ),
    action('printer-paper-load', '装入新纸卷', () => mechanism.loadPaper()),
    fault('printer-paper-low', '纸将用完', (on) => mechanism.setNearEnd(on)),
    makeLever({ id: 'printer-cover-open', label: '打开机盖', kind: 'action', args: [] }, async () => {
      if (mechanism.coverOpen) return notNow('盖子已经打开');
      mechanism.openCover();
      printer.resume();
      return ok();
    }),
    makeLever({ id: 'printer-cover-close', label: '合上机盖', kind: 'action', args: [] }, async () => {
      if (!mechanism.coverOpen) return notNow('盖子没有打开');
      mechanism.closeCover();
      printer.resume();
      return ok();
    }),
    obstacle('printer-cutter-jam', '切刀卡住（下次切纸时）', 'cutter'),
    fault('printer-half-cut', '切刀切不断（凭条连在一起）', (on) => mechanism.setFault('blunt', on)),
    obstacle('printer-paper-jam', '卡纸', 'jam'),
    fault('printer-head-hot', '打印头过热', (on) => mechanism.setFault('hot', on)),
    fault('printer-offline', '打印机脱机', (on) => mechanism.setFault('offline', on)),
    fault('printer-silent', '打印机不应答', (on) => {
      printer.mute = on;
    }),
    fault('printer-proof-lost', '丢失打印完成应答', (on) => {
      printer.proofLost = on;
    }),
    fault('printer-garbled', '应答乱码', (on) => {
      printer.garbled = on;
    }),
    fault('printer-slow', '打印极慢（十分之一速度）', (on) => {
      printer.slow = on;
    }),
    fault('printer-clone', '变成低配兼容机（不认识扩展命令）', (on) => printer.playClone(on)),
    takeSlip,
    fault('printer-slip-left', '凭条没人取（留在出纸口）', (on) => printer.leaveSlips(on)),
    action('printer-power-cycle', '断电重启（缓冲区丢失）', () => printer.powerCycle()),
    action('printer-unplug', '拔掉连接线', () => printer.unplug()),
    action('printer-replug', '插回连接线', () => printer.replug()),
  ];
}
