import type { PrinterProfile } from './profile.ts';
import type { Slip, SlipBlock } from './slip.ts';

/** Eight columns. */
const SAMPLE = '社会保险';

/**
 * What a technician prints when a printer is installed or a roll was changed, and compares with the words beside each part:
 * every guess of the profile shows on it. A roll that lies wrong side up gives a white slip: no sensor sees that.
 *
 * The probe for process ids is not on it: a printer that does not know GS ( H prints its tail, so the question has a strip
 * of its own (process-id-probe.ts).
 */
export function calibrationSlip({ name, paper, cut }: PrinterProfile): Slip {
  const { columns } = paper;
  const blocks: SlipBlock[] = [
    { kind: 'title', text: '打印机校准' },
    { kind: 'pair', label: '配置', value: name },
    { kind: 'pair', label: '纸宽', value: `${paper.widthMm} mm，${columns} 列` },
    { kind: 'rule' },
    { kind: 'text', text: '1. 标尺：正好一行，两端不缺字。', emphasis: true },
    { kind: 'text', text: ruler(columns) },
    { kind: 'text', text: SAMPLE.repeat(columns / 8) },
    { kind: 'text', text: '2. 汉字：应为“社会保险 䶮”，䶮是上龙下天。', emphasis: true },
    { kind: 'text', text: '社会保险 䶮 ￥380.00' },
    { kind: 'text', text: '3. 倍宽倍高，下一行应恢复正常大小。', emphasis: true },
    { kind: 'text', text: '社保 12333', size: 'large' },
    { kind: 'text', text: '正常大小 Aa123' },
    { kind: 'banner', text: '4. 反白' },
    { kind: 'text', text: '5. 二维码：两个都应能扫出。', emphasis: true },
    { kind: 'qr', data: 'QR-1', caption: '由打印机生成', drawnBy: 'printer' },
    { kind: 'qr', data: 'QR-2', caption: '由本机画图', drawnBy: 'image' },
    { kind: 'rule' },
    {
      kind: 'text',
      text: `6. 切纸：应在此行以下约 ${Math.max(1, Math.round(cut.marginDots / 8))} mm 处切断，不切到字。`,
      emphasis: true,
    },
  ];
  return { blocks };
}

/** `....+....1....+....2` over all columns. */
function ruler(columns: number): string {
  return Array.from({ length: columns }, (_, index) => {
    const column = index + 1;
    if (column % 10 === 0) return String((column / 10) % 10);
    return column % 5 === 0 ? '+' : '.';
  }).join('');
}
