import type { LeverView } from '../../main/contract/operator.ts';

/** First word of a lever's id → what the technician calls it. A device that is not here stands under its own word. */
const TITLES: Readonly<Record<string, string>> = {
  card: '读卡器',
  scanner: '扫码器',
  printer: '打印机',
  wallet: '微信支付',
  alipay: '支付宝',
  aggregate: '聚合码',
  agency: '社保接口',
};

export interface LeverGroup {
  readonly device: string;
  readonly title: string;
  readonly levers: readonly LeverView[];
}

/** By device, in the order in which the devices first appear. */
export function groupLevers(levers: readonly LeverView[]): readonly LeverGroup[] {
  const groups = new Map<string, LeverView[]>();
  for (const lever of levers) {
    const device = lever.id.split('-', 1)[0] ?? lever.id;
    groups.set(device, [...(groups.get(device) ?? []), lever]);
  }
  return [...groups].map(([device, own]) => ({ device, title: TITLES[device] ?? device, levers: own }));
}
