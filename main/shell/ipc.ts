import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { z } from 'zod';
import type { Log } from '../../drivers/base/log.ts';
import { ORIGIN } from './scheme.ts';

/**
 * Every message from a page passes two questions before anybody acts on it: does it come from the main frame of the one
 * window that may send it, on our own origin; and does it have the agreed shape. Otherwise it is dropped and recorded.
 */
export class Ipc {
  readonly #log: Log;
  readonly #window: () => BrowserWindow | null;

  constructor(window: () => BrowserWindow | null, log: Log) {
    this.#window = window;
    this.#log = log;
  }

  on<T>(channel: string, schema: z.ZodType<T>, act: (message: T) => void): void {
    ipcMain.on(channel, (event, message: unknown) => {
      const checked = this.#check(channel, schema, event, message);
      if (checked !== null) act(checked.message);
    });
  }

  /** A refused call answers null, which no schema of an answer allows: the page's own check fails. */
  handle<T>(channel: string, schema: z.ZodType<T>, answer: (message: T) => Promise<unknown>): void {
    ipcMain.handle(channel, async (event, message: unknown) => {
      const checked = this.#check(channel, schema, event, message);
      return checked === null ? null : answer(checked.message);
    });
  }

  #check<T>(
    channel: string,
    schema: z.ZodType<T>,
    event: IpcMainEvent | IpcMainInvokeEvent,
    message: unknown,
  ): { readonly message: T } | null {
    const frame = event.senderFrame;
    const contents = this.#window()?.webContents;
    const isOurs =
      contents !== undefined &&
      event.sender.id === contents.id &&
      frame !== null &&
      frame.parent === null &&
      frame.url.startsWith(`${ORIGIN}/`);
    if (!isOurs) {
      this.#log.event('ipc-refused', { channel, why: 'sender' });
      return null;
    }
    const parsed = schema.safeParse(message);
    if (!parsed.success) {
      this.#log.event('ipc-refused', { channel, why: 'schema' });
      return null;
    }
    return { message: parsed.data };
  }
}
