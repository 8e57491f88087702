import type { AgencyPort } from '../../../drivers/agency/port.ts';
import type { PaymentChannel } from '../../../drivers/payment/port.ts';
import type { Http } from '../../../drivers/transport/http.ts';
import type { CallTarget } from './crash-disturbance.ts';
import type { CrashWallet } from './crash-wallets.ts';
import type { CrashWorld } from './crash-world.ts';

/** Production ports of one process, watched: every call is counted and can be disturbed, and ends with the process. */
export interface Watch {
  readonly world: CrashWorld;
  /** Number of the process. */
  readonly life: number;
  readonly mortal: { readonly dead: boolean };
}

/** What is sent, as it is sent. The connection itself is shared by all processes of a world. */
export function watchedHttp({ world }: Watch): Http {
  return {
    send: (request) => {
      world.requests.push({ url: request.url, body: Buffer.from(request.body ?? []).toString() });
      return world.http.send(request);
    },
    close: () => Promise.resolve(),
  };
}

export function watchedChannel(channel: PaymentChannel, server: CrashWallet, watch: Watch): PaymentChannel {
  const call = <T>(op: string, order: string, send: () => Promise<T>): Promise<T> =>
    whileAlive(watch, { server, op }, order, send);
  return {
    id: channel.id,
    scannedWith: channel.scannedWith,
    prepayBody: (order) => channel.prepayBody(order),
    refundBody: (refund) => channel.refundBody(refund),
    prepay: (body) => {
      const order = orderIn(body);
      return call('prepay', order, () => {
        watch.world.sent('prepay', order, body);
        return channel.prepay(body);
      });
    },
    query: (id) => call('query', id, () => channel.query(id)),
    close: (id) => call('close', id, () => channel.close(id)),
    refund: (body) => {
      const order = orderIn(body);
      return call('refund', order, () => {
        watch.world.sent('refund', order, body);
        return channel.refund(body);
      });
    },
    queryRefund: (number, id) => call('query-refund', id, () => channel.queryRefund(number, id)),
    clockOffMs: () => channel.clockOffMs?.() ?? 0,
    shutdown: () => channel.shutdown(),
  };
}

export function watchedAgency(agency: AgencyPort, watch: Watch): AgencyPort {
  const { world } = watch;
  const call = <T>(op: string, order: string, send: () => Promise<T>): Promise<T> =>
    whileAlive(watch, { server: 'agency', op }, order, send);
  return {
    lookup: (request) => agency.lookup(request),
    bills: (id) => agency.bills(id),
    // Before there is an order: not a call of the ledger.
    quote: (request) => agency.quote(request),
    book: (body) => {
      const order = orderIn(body);
      return call('book', order, () => {
        world.sent('book', order, body);
        return agency.book(body);
      });
    },
    queryBooking: (key) => call('query-booking', key, () => agency.queryBooking(key)),
    close: () => agency.close(),
  };
}

function whileAlive<T>(
  { world, life, mortal }: Watch,
  target: CallTarget,
  order: string,
  send: () => Promise<T>,
): Promise<T> {
  return mortal.dead ? never() : unlessDead(mortal, world.call(target, order, life, send));
}

/** The dead hear nothing. */
function unlessDead<T>(mortal: Watch['mortal'], answer: Promise<T>): Promise<T> {
  return answer.then((value) => (mortal.dead ? never<T>() : value));
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** Every wallet names the order in its own words, but all by its number. */
function orderIn(body: string): string {
  const [order] = /K0001\d{6}[0-9A-Z]{10}/.exec(body) ?? [];
  if (order === undefined) throw new Error('a body without an order');
  return order;
}
