import type { LeverArg, LeverDescriptor } from '../../drivers/base/lever.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const DEVICES: Readonly<Record<string, string>> = {
  card: 'Card reader (读卡器)',
  scanner: 'Code scanner (扫码器)',
  printer: 'Printer (打印机)',
  wallet: 'WeChat Pay (微信支付)',
  alipay: 'Alipay (支付宝)',
  aggregate: 'One code for every wallet (聚合码)',
  agency: 'Agency (社保接口)',
};

/** @param levers of the demo rig, in the panel's order */
export function leversPage(levers: readonly LeverDescriptor[]): string {
  const devices = [...new Set(levers.map(deviceOf))];
  return page(
    '# Levers',
    generatedFrom('the emulators’ own descriptors (`drivers/*/emulator`)'),
    `A lever is one thing that a person, a cable or bad luck could do to an emulated device or server. The demo panel, the
[control interface](control-interface.md) and the tests pull the same ones. What each is good for is told in
[demo.md](demo.md#levers).`,
    `An **action** happens once. A **fault** stays, or counts down, until it is taken back: with \`clear\` where there is one, else with
another value. Arguments in square brackets may be left out.`,
    ...devices.flatMap((device) => [
      `## ${DEVICES[device] ?? device}`,
      table(
        ['Lever', 'On the panel', 'Kind', 'Arguments'],
        levers.filter((lever) => deviceOf(lever) === device).map(row),
      ),
    ]),
  );
}

function deviceOf({ id }: LeverDescriptor): string {
  return id.split('-', 1)[0] ?? id;
}

function row({ id, label, kind, args }: LeverDescriptor): readonly string[] {
  return [code(id), label, kind, args.length === 0 ? '–' : args.map(argument).join('<br>')];
}

function argument(arg: LeverArg): string {
  const name = arg.optional === true ? `[${code(arg.name)}]` : code(arg.name);
  return `${name} ${arg.label}: ${values(arg)}`;
}

function values(arg: LeverArg): string {
  switch (arg.type) {
    case 'choice':
      return arg.options.map(({ value, label }) => `${code(value)} ${label}`).join(', ');
    case 'number':
      return `${arg.min}–${arg.max} ${arg.unit}`;
    case 'boolean':
      return '`true` or `false`';
    case 'text':
      return `text, at most ${arg.maxLength} characters`;
  }
}
