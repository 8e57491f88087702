import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Clock } from '../../drivers/base/clock.ts';

/** Stands before a wallet and notes when the question arrived that it answered with "paid". */
export interface StampedWallet {
  readonly baseUrl: string;
  /** Epoch milliseconds of the last such question; null while there was none since `reset`. */
  paidAskedAt(): number | null;
  reset(): void;
  close(): Promise<void>;
}

/** What WeChat Pay v3 says of a paid order; signatures cover neither host nor port, so all passes through unchanged. */
const PAID = '"trade_state":"SUCCESS"';

export async function standBefore(wallet: string, clock: Clock): Promise<StampedWallet> {
  let paidAskedAt: number | null = null;
  const server = createServer((question, reply) => {
    const askedAt = clock.now();
    const { method, headers, url } = question;
    const onward = request(new URL(url ?? '/', wallet), { method, headers }, async (answer) => {
      const body = await buffer(answer);
      if (method === 'GET' && body.includes(PAID)) paidAskedAt ??= askedAt;
      reply.writeHead(answer.statusCode ?? 500, answer.rawHeaders).end(body);
    });
    onward.once('error', () => reply.destroy());
    question.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    paidAskedAt: () => paidAskedAt,
    reset: () => {
      paidAskedAt = null;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
