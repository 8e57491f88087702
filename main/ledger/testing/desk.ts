import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { VirtualClock } from '../../../drivers/base/clock.ts';
import type { Log } from '../../../drivers/base/log.ts';
import { type JournalledLedger, type LedgerOptions, openLedger } from '../ledger.ts';
import type { OrderState, OrderView } from '../port.ts';
import { request } from './orders.ts';
import { ScriptedPorts } from './scripted-ports.ts';
import { tempFolder } from './temp-folder.ts';

/** A ledger at a scripted desk: everything that it says and logs is kept. */
export interface Desk {
  readonly ledger: JournalledLedger;
  readonly ports: ScriptedPorts;
  readonly clock: VirtualClock;
  readonly file: string;
  readonly views: OrderView[];
  readonly alarms: string[];
  /** The states that views went through, without repeats. */
  states(): readonly OrderState[];
  /** Opens one order and lets what is due at once happen. */
  sell(): Promise<string>;
}

export async function openDesk(
  change: Partial<LedgerOptions> & { ports?: ScriptedPorts } = {},
): Promise<Desk> {
  const { ports = new ScriptedPorts(), ...options } = change;
  const clock = options.clock instanceof VirtualClock ? options.clock : new VirtualClock();
  const file = options.file ?? join(tempFolder(), 'journal.sqlite');
  const alarms: string[] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'alarm' && 'code' in fields) alarms.push(String(fields.code));
    },
  };
  const opened = await openLedger({
    log,
    channels: { wechat: ports.channel },
    agency: ports.agency,
    terminal: { id: 'K0001' },
    timeouts: { qrSeconds: 300 },
    ...options,
    file,
    clock,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const ledger = opened.value;
  onTestFinished(() => ledger.stop());
  const views: OrderView[] = [];
  ledger.subscribe((view) => views.push(view));
  return {
    ledger,
    ports,
    clock,
    file,
    views,
    alarms,
    states: () => views.map((view) => view.state).filter((state, i, all) => state !== all[i - 1]),
    sell: async () => {
      const order = await ledger.open(request());
      if (!order.ok) throw new Error(order.error);
      await clock.advance(0);
      return order.value.id;
    },
  };
}
