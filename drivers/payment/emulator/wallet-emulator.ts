import type { Lever } from '../../base/lever.ts';
import type { WalletHost } from './wallet-host.ts';
import type { WalletBooks } from './wallet-plain.ts';

/** What every emulated wallet is to those who start it: an address, books to look at, an end. */
export abstract class WalletEmulator {
  readonly baseUrl: string;
  abstract readonly levers: readonly Lever[];
  readonly #host: WalletHost;
  readonly #books: { inspect(): WalletBooks };

  protected constructor(host: WalletHost, books: { inspect(): WalletBooks }) {
    this.baseUrl = host.baseUrl;
    this.#host = host;
    this.#books = books;
  }

  /** The wallet's books, for invariants. */
  inspect(): WalletBooks {
    return this.#books.inspect();
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#host.close();
  }
}
