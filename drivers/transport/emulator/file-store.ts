import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where an emulator keeps what its server would remember, so that the demo rig survives `kill -9`. */
export interface TextStore {
  /** null when nothing has been saved yet. */
  load(): Promise<string | null>;
  /** Resolves when the text would survive a crash. Saves are applied in the order of the calls. */
  save(text: string): Promise<void>;
}

/** One file, replaced atomically, readable by its owner only (0600: an emulated wallet keeps its test keys in it). */
export class FileStore implements TextStore {
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<string | null> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  save(text: string): Promise<void> {
    const saved = this.#last.then(() => this.#replace(text));
    // A failed save is told to its caller; it must not stop the next one.
    this.#last = saved.catch(() => undefined);
    return saved;
  }

  async #replace(text: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#path);
  }
}

/** For rigs that need not remember. */
export class MemoryStore implements TextStore {
  #text: string | null = null;

  async load(): Promise<string | null> {
    return this.#text;
  }

  async save(text: string): Promise<void> {
    this.#text = text;
  }
}
