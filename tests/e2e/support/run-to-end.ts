import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { launchOptions } from '../electron.ts';

export interface Ended {
  readonly exitCode: number | null;
  /** Our own lines on stderr; Chromium's begin with its process and time in brackets. */
  readonly lines: readonly string[];
}

/** Starts the app as a person would and waits for it to give up by itself. */
export async function runToEnd(flags: readonly string[]): Promise<Ended> {
  const { executablePath, args, env } = launchOptions(flags);
  const child = spawn(executablePath, args, { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 20_000 });
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  const lines = Buffer.concat(chunks).toString('utf8').split('\n');
  return {
    exitCode: child.exitCode,
    lines: lines.filter((line) => line !== '' && !/^\[\d+:/.test(line)),
  };
}
