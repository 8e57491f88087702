import type { Lever, LeverArg, LeverDescriptor } from '../../base/lever.ts';
import { ok } from '../../base/result.ts';
import { type LeverValues, makeLever, notNow } from '../../transport/emulator/lever-args.ts';
import type { EmulatedSlot } from './card-image.ts';
import type { EmulatedReader } from './emulated-reader.ts';

const SLOT_LABELS: Readonly<Record<EmulatedSlot, string>> = { contact: '插卡口', contactless: '感应区' };
const CLEAR: LeverArg = { name: 'clear', label: '取消', type: 'boolean', optional: true };

/** What a person can do to an emulated card reader of any family. */
export function readerLevers(reader: EmulatedReader): readonly Lever[] {
  return [...cardLevers(reader), ...plugLevers(reader), ...faultLevers(reader)];
}

function cardLevers(reader: EmulatedReader): readonly Lever[] {
  const [usual = 'contact'] = reader.slots;
  const SLOT: LeverArg = {
    name: 'slot',
    label: `位置（缺省${SLOT_LABELS[usual]}）`,
    type: 'choice',
    optional: true,
    options: reader.slots.map((slot) => ({ value: slot, label: SLOT_LABELS[slot] })),
  };
  const slotOf = (values: LeverValues): EmulatedSlot =>
    reader.slots.find((slot) => slot === values.text('slot')) ?? usual;
  const options = reader.cards.map(({ cardId, label }) => ({ value: cardId, label }));
  const choice: LeverArg = { name: 'card', label: '卡片', type: 'choice', options };
  return [
    makeLever(action('card-insert', '插入卡片', [choice, SLOT]), async (values) => {
      const slot = slotOf(values);
      const image = reader.cards.find(({ cardId }) => cardId === values.text('card'));
      if (image === undefined || reader.cardIn(slot) !== null) return notNow('已经有卡');
      if (slot === 'contactless' && image.chip.contactlessAtr === undefined)
        return notNow('这张卡没有天线，只能插入');
      reader.insert(image, slot);
      return ok();
    }),
    makeLever(action('card-remove', '取走卡片', [SLOT]), async (values) => {
      const slot = slotOf(values);
      if (reader.cardIn(slot) === null) return notNow('没有卡');
      reader.remove(slot);
      return ok();
    }),
    counted(
      'card-pull-after',
      '读卡中途拔卡',
      { name: 'apdus', label: '再过几条指令', type: 'number', min: 0, max: 50, unit: '条' },
      (count) => {
        reader.pullAfter = count;
      },
    ),
  ];
}

function plugLevers(reader: EmulatedReader): readonly Lever[] {
  return [
    makeLever(action('card-reader-unplug', '拔掉读卡器', []), async () => {
      await reader.unplug();
      return ok();
    }),
    makeLever(action('card-reader-replug', '插回读卡器', []), async () => {
      await reader.replug();
      return ok();
    }),
  ];
}

function faultLevers(reader: EmulatedReader): readonly Lever[] {
  const count: LeverArg = { name: 'count', label: '次数', type: 'number', min: 1, max: 100, unit: '次' };
  return [
    makeLever(
      { id: 'card-reader-silent', label: '读卡器无响应', kind: 'fault', args: [CLEAR] },
      async (values) => {
        reader.silent = !values.flag('clear');
        return ok();
      },
    ),
    counted('card-reader-garble', '读卡器回答有误码', count, (times) => {
      reader.garble = times ?? 0;
    }),
    counted('card-reader-nak', '读卡器拒收指令', count, (times) => {
      reader.refuse = times ?? 0;
    }),
    counted('card-reader-slow', '卡片处理缓慢', count, (times) => {
      reader.extend = times ?? 0;
    }),
    counted('card-contact-bad', '触点接触不良（上电无应答）', count, (times) => {
      reader.badContact = times ?? 0;
    }),
  ];
}

function action(id: string, label: string, args: readonly LeverArg[]): LeverDescriptor {
  return { id, label, kind: 'action', args };
}

/** A fault that counts down. `set(null)` takes it back. */
function counted(id: string, label: string, arg: LeverArg, set: (count: number | null) => void): Lever {
  const descriptor: LeverDescriptor = { id, label, kind: 'fault', args: [{ ...arg, optional: true }, CLEAR] };
  return makeLever(descriptor, async (values) => {
    set(values.flag('clear') ? null : (values.number(arg.name) ?? 1));
    return ok();
  });
}
