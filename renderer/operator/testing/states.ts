import {
  type DeviceId,
  type DeviceView,
  type OpenState,
  operatorStateSchema,
} from '../../../main/contract/operator.ts';
import type { CardTestView } from '../../../main/contract/operator-tests.ts';

/** What main could have sent, for tests of the technician's pages. */

const NOON = Date.parse('2026-11-24T12:00:00+08:00');

export function device(id: DeviceId, change: Partial<DeviceView> = {}): DeviceView {
  return {
    id,
    fitting: { protocol: 'acs-ccid', wire: '串口 /dev/ttyUSB0，9600 8N1' },
    connection: 'ready',
    since: NOON,
    model: 'ACR1281S',
    firmware: 'V103',
    readiness: null,
    lastError: null,
    lastSuccess: null,
    replaced: null,
    ...change,
  };
}

export function cardTest(change: Partial<CardTestView> = {}): CardTestView {
  return {
    phase: 'reading',
    model: 'ACR1281S',
    firmware: 'V103',
    exchanges: [],
    dropped: 0,
    result: null,
    exported: null,
    ...change,
  };
}

/** A real terminal with nobody in front of it. */
export function openState(change: Partial<OpenState> = {}): OpenState {
  const state = operatorStateSchema.parse({
    access: 'open',
    rig: 'real',
    terminal: { id: 'K0001', name: '金湾社区 1号机' },
    now: NOON,
    screen: 'attract',
    service: 'open',
    devices: [device('card-reader'), device('code-scanner')],
    cardTest: null,
    codeTest: null,
    printer: null,
    money: null,
    demo: null,
    ...change,
  });
  if (state.access !== 'open') throw new Error('an open state was asked for');
  return state;
}
