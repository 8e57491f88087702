import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Lever } from '../../drivers/base/lever.ts';
import { silentLog } from '../../drivers/base/log.ts';
import { err, ok } from '../../drivers/base/result.ts';
import { Signal } from '../../drivers/base/subscribe.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Ledger, OrderView } from '../ledger/port.ts';
import { type ControlServer, startControlServer } from './control-server.ts';
import { DemoPanel } from './demo-panel.ts';

const servers: ControlServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function world() {
  const pulled: unknown[] = [];
  const advanced: number[] = [];
  const lever: Lever = {
    id: 'card-insert',
    label: '插卡',
    kind: 'action',
    args: [{ name: 'card', label: '卡', type: 'text', maxLength: 10 }],
    apply: async (args) => {
      pulled.push(args);
      if (args.card === undefined) return err({ code: 'BAD_ARGUMENT', argument: 'card', message: '缺少' });
      return args.card === 'second' ? err({ code: 'NOT_NOW', message: '已有卡' }) : ok();
    },
  };
  let paper: Uint8Array | null = null;
  const panel = new DemoPanel({
    desk: {
      levers: [lever],
      advance: (seconds) => advanced.push(seconds),
      paper: {
        version: () => 0,
        subscribe: () => () => undefined,
        png: async () => paper,
        bytes: () => paper,
      },
    },
    ledger: {
      subscribe: (listener: (order: OrderView) => void) => new Signal<OrderView>().subscribe(listener),
      recentOrders: () => [{ id: 'K1', state: 'BOOKED', status: 'booked', amountFen: 1, channel: 'wechat' }],
    } as unknown as Ledger,
    log: silentLog,
  });
  const started = await startControlServer({
    port: 0,
    panel,
    snapshot: () => ({ seq: 7 }) as unknown as Snapshot,
  });
  if (!started.ok) throw new Error(started.error);
  servers.push(started.value);
  const base = `http://127.0.0.1:${started.value.port}`;
  return {
    base,
    port: started.value.port,
    pulled,
    advanced,
    print: (bytes: Uint8Array) => {
      paper = bytes;
    },
    post: (path: string, body?: string) =>
      fetch(base + path, { method: 'POST', ...(body === undefined ? {} : { body }) }),
  };
}

describe('control interface', () => {
  it('tells the snapshot with the orders, and the levers', async () => {
    const { base } = await world();
    expect(await (await fetch(`${base}/state`)).json()).toEqual({
      seq: 7,
      rig: 'demo',
      orders: [
        {
          id: 'K1',
          state: 'BOOKED',
          status: 'booked',
          amountFen: 1,
          channel: 'wechat',
          voucherNo: null,
          review: false,
        },
      ],
    });
    const { levers } = (await (await fetch(`${base}/levers`)).json()) as { levers: { id: string }[] };
    expect(levers.map(({ id }) => id)).toEqual(['card-insert']);
  });

  it('pulls levers, and says in 4xx what was wrong', async () => {
    const { post, pulled } = await world();
    const good = await post('/levers/card-insert', '{"card":"v2"}');
    expect([good.status, await good.json()]).toEqual([200, { ok: true }]);
    expect(pulled).toEqual([{ card: 'v2' }]);
    expect((await post('/levers/card-insert')).status).toBe(400);
    expect((await post('/levers/card-insert', '{"card":"second"}')).status).toBe(409);
    expect((await post('/levers/card-insert', 'card=v2')).status).toBe(400);
    expect((await post('/levers/card-insert', '[1]')).status).toBe(400);
    const unknown = await post('/levers/nothing', '{}');
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ code: 'UNKNOWN_LEVER' });
    expect((await post('/levers/card-insert', `{"card":"${'x'.repeat(70_000)}"}`)).status).toBe(400);
  });

  it('jumps ahead in time, forwards only', async () => {
    const { post, advanced } = await world();
    expect((await post('/clock/advance', '{"seconds":90}')).status).toBe(200);
    expect((await post('/clock/advance', '{"seconds":-1}')).status).toBe(400);
    expect((await post('/clock/advance', '{"minutes":1}')).status).toBe(400);
    expect((await post('/clock/advance', 'soon')).status).toBe(400);
    expect(advanced).toEqual([90]);
  });

  it('gives the paper once there is some', async () => {
    const { base, print } = await world();
    expect((await fetch(`${base}/paper/latest.png`)).status).toBe(404);
    print(Uint8Array.of(1, 2, 3));
    const png = await fetch(`${base}/paper/latest.png`);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect([...new Uint8Array(await png.arrayBuffer())]).toEqual([1, 2, 3]);
    expect((await fetch(`${base}/paper/latest.bin`)).status).toBe(200);
  });

  it('answers programs of this machine only, and nothing it does not know', async () => {
    const { base, port } = await world();
    expect((await fetch(`${base}/state`, { headers: { origin: 'https://example.com' } })).status).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve) => {
      httpRequest({ port, path: '/state', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(rebound).toBe(403);
    expect((await fetch(`${base}/nothing`)).status).toBe(404);
    expect((await fetch(`${base}/levers`, { method: 'DELETE' })).status).toBe(404);
  });

  it('says when its port is taken', async () => {
    const { port } = await world();
    const second = await startControlServer({
      port,
      panel: {} as DemoPanel,
      snapshot: () => ({}) as Snapshot,
    });
    expect(second).toEqual(err(`cannot listen on 127.0.0.1:${port} (EADDRINUSE)`));
  });
});
