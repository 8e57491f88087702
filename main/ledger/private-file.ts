import { chmodSync, closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files that only the account of the kiosk may read (mode 0600), created so that a power cut leaves all or nothing. */
export const OWNER_ONLY = 0o600;

/** Creates an empty file if there is none, and takes everybody else's rights away from one that exists. */
export function ensurePrivateFile(file: string): void {
  const handle = openSync(file, 'a', OWNER_ONLY);
  fsyncSync(handle);
  closeSync(handle);
  chmodSync(file, OWNER_ONLY);
  syncFolder(file);
}

/** Creates `file` with these bytes, or throws EEXIST: nobody ever sees a half-written one. */
export function createPrivateFile(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } finally {
    rmSync(draft);
  }
  syncFolder(file);
}

/** A new name is durable only when its folder is. Windows has no such call and does not need it. */
function syncFolder(file: string): void {
  /* v8 ignore next -- cannot be taken on the platform that the tests run on */
  if (process.platform === 'win32') return;
  const handle = openSync(dirname(file), 'r');
  fsyncSync(handle);
  closeSync(handle);
}
