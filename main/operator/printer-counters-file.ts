import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../drivers/base/result.ts';
import { type PrinterCountersView, printerCountersSchema } from '../contract/printer-tests.ts';

const FILE = z.strictObject({ format: z.literal(1), counters: printerCountersSchema });

/** `absent`: a new terminal. `damaged`: there is something, but not what was written. */
export async function readCounters(file: string): Promise<Result<PrinterCountersView, 'absent' | 'damaged'>> {
  try {
    return ok(FILE.parse(JSON.parse(await readFile(file, 'utf8'))).counters);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return err(isAbsent ? 'absent' : 'damaged');
  }
}

/** All or nothing, also when the power goes. One at a time: two writers would share a draft. False when it cannot be written. */
export async function writeCounters(file: string, counters: PrinterCountersView): Promise<boolean> {
  const draft = `${file}.new`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ format: 1, counters })}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    return true;
  } catch {
    return false;
  }
}
