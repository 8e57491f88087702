import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { DemoPanel } from './demo-panel.ts';

/**
 * The demo rig's control interface for outside programs (docs/demo.md): JSON over HTTP on 127.0.0.1. It moves emulated
 * hands, never the screen; the real rig does not have it.
 */
export interface ControlOptions {
  /** 0 = any free one; `port` of the started server tells which. */
  readonly port: number;
  readonly panel: DemoPanel;
  readonly snapshot: () => Snapshot;
}

export interface ControlServer {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BODY = 64 * 1024;

type Answer = { readonly status: number; readonly type: string; readonly body: string | Uint8Array };

export function startControlServer(options: ControlOptions): Promise<Result<ControlServer, string>> {
  const server = createServer((request, response) => {
    void answer(options, request)
      .catch((error: unknown) => problem(500, 'BUG', error instanceof Error ? error.name : 'unknown'))
      .then((result) => send(response, result));
  });
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(err(`cannot listen on 127.0.0.1:${options.port} (${error.code ?? error.name})`)),
    );
    server.listen(options.port, '127.0.0.1', () => {
      resolve(ok({ port: (server.address() as AddressInfo).port, close: () => closed(server) }));
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer({ panel, snapshot }: ControlOptions, request: IncomingMessage): Promise<Answer> {
  // A web page somewhere must not be able to pull levers by way of a visitor's browser.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '') || request.headers.origin) {
    return problem(403, 'LOCAL_PROGRAMS_ONLY', 'only programs on this machine, without an Origin header');
  }
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const route = `${request.method} ${pathname}`;
  if (route === 'GET /state') return json(200, { ...snapshot(), rig: 'demo', orders: panel.orders() });
  if (route === 'GET /levers') return json(200, { levers: panel.levers() });
  if (route === 'GET /paper/latest.png') return binary('image/png', await panel.paper());
  if (route === 'GET /paper/latest.bin') return binary('application/octet-stream', panel.paperBytes());
  if (route === 'POST /clock/advance') return advance(panel, await readJson(request));
  const lever = /^POST \/levers\/([^/]+)$/.exec(route)?.[1];
  if (lever !== undefined) return pull(panel, lever, await readJson(request));
  return problem(404, 'NOT_FOUND', `there is no ${route.slice(0, 80)}`);
}

const advanceSchema = z.strictObject({ seconds: z.number().min(0).max(604_800) });

function advance(panel: DemoPanel, body: Result<unknown, string>): Answer {
  if (!body.ok) return problem(400, 'BAD_JSON', body.error);
  const parsed = advanceSchema.safeParse(body.value);
  if (!parsed.success) return problem(400, 'BAD_ARGUMENT', 'one argument, seconds: a number 0–604800');
  panel.advance(parsed.data.seconds);
  return json(200, { ok: true });
}

async function pull(panel: DemoPanel, id: string, body: Result<unknown, string>): Promise<Answer> {
  if (!body.ok) return problem(400, 'BAD_JSON', body.error);
  const args = z.record(z.string(), z.unknown()).safeParse(body.value);
  if (!args.success) return problem(400, 'BAD_ARGUMENT', 'the body is one JSON object with the arguments');
  const result = await panel.apply(id, args.data);
  if (result.ok) return json(200, { ok: true });
  const status = { UNKNOWN_LEVER: 404, BAD_ARGUMENT: 400, NOT_NOW: 409 }[result.code];
  return problem(status, result.code, result.message);
}

/** An empty body counts as no arguments. */
async function readJson(request: IncomingMessage): Promise<Result<unknown, string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) return err(`the body is longer than ${MAX_BODY} bytes`);
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8').trim();
  try {
    return ok(text === '' ? {} : JSON.parse(text));
  } catch {
    return err('the body is not JSON');
  }
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function problem(status: number, code: string, message: string): Answer {
  return json(status, { code, message });
}

function binary(type: string, body: Uint8Array | null): Answer {
  return body === null
    ? problem(404, 'NO_PAPER', 'nothing has been printed yet')
    : { status: 200, type, body };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
