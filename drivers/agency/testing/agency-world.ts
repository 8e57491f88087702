import { VirtualClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvents } from '../../base/log-events.ts';
import { HttpClient } from '../../transport/http.ts';
import { AgencyEmulator, type AgencyEmulatorOptions } from '../emulator/agency-server.ts';
import { demoPeople, type Person } from '../emulator/people.ts';
import { HttpAgency } from '../http-agency.ts';
import type { BookingRequest } from '../port.ts';

export interface AgencyWorld {
  readonly clock: VirtualClock;
  readonly server: AgencyEmulator;
  readonly agency: HttpAgency;
  readonly people: readonly Person[];
  readonly logged: LogEvents['call-ended'][];
  pull(lever: string, args?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

/** The production client over real HTTP against the emulator, on a clock that stands still. */
export async function agencyWorld(options: Partial<AgencyEmulatorOptions> = {}): Promise<AgencyWorld> {
  const clock = new VirtualClock();
  const people = demoPeople();
  const server = await AgencyEmulator.start({ clock, people, ...options });
  const logged: LogEvents['call-ended'][] = [];
  const log: Log = {
    event: (id, fields) => {
      if (id === 'call-ended') logged.push(fields as LogEvents['call-ended']);
    },
  };
  const agency = new HttpAgency({ baseUrl: server.baseUrl }, { http: new HttpClient({ clock }), clock, log });
  return {
    clock,
    server,
    agency,
    people,
    logged,
    pull: async (id, args = {}) => {
      const result = await server.levers.find((each) => each.id === id)?.apply(args);
      if (result?.ok !== true) throw new Error(`lever ${id}: ${JSON.stringify(result)}`);
    },
    close: async () => {
      await agency.close();
      await server.close();
    },
  };
}

export function aBooking(changes: Partial<BookingRequest> = {}): BookingRequest {
  return {
    bookingKey: 'K0001261124A0001',
    quoteId: 'Q1',
    amountFen: 38_000,
    channel: 'wechat',
    channelTransactionId: '4200000000202611240000000001',
    paidAt: '2026-11-24T09:01:00+08:00',
    terminalId: 'K0001',
    ...changes,
  };
}
