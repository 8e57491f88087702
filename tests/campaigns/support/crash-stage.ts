import { HttpAgency } from '../../../drivers/agency/http-agency.ts';
import type { Quote } from '../../../drivers/agency/port.ts';
import type { Outcome } from '../../../drivers/base/outcome.ts';
import type { Result } from '../../../drivers/base/result.ts';
import type { OpenOrderError, OrderView } from '../../../main/ledger/port.ts';
import type { CrashLife } from './crash-life.ts';
import type { CrashWallet, WalletName } from './crash-wallets.ts';
import type { CrashWorld } from './crash-world.ts';

const SECOND = 1_000;

/** Where a story is played: the terminal that happens to be alive, the wallets, and people with phones. */
export class Stage {
  /** The process that is alive; null while the terminal is dark. */
  terminal: CrashLife | null = null;
  readonly #seen = new Set<string>();

  constructor(
    readonly world: CrashWorld,
    /** The story's own wallet. */
    readonly wallet: CrashWallet,
  ) {}

  after(seconds: number, action: () => unknown): void {
    // Clocks count whole milliseconds.
    this.world.later(Math.round(seconds * SECOND), action);
  }

  /** A lever of the story's wallet, whichever it is: `pay-late`, `fault`. */
  pull(lever: string, args: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    return this.world.pull(`${this.wallet.device}-${lever}`, args);
  }

  /** Somebody scans the code of this order and pays. A code that is dead by then is the wallet's answer. */
  pays({ id, channel }: OrderView, seconds: number, amountFen?: number): void {
    const { device } = this.world.wallet(channel);
    const args = { outTradeNo: id, ...(amountFen === undefined ? {} : { amountFen }) };
    this.after(seconds, () => this.world.pull(`${device}-scan-pay`, args));
  }

  /** Somebody scans and looks, and does nothing: at Alipay a trade begins; WeChat Pay does not tell. */
  scans({ id, channel }: OrderView, seconds: number): void {
    if (channel === 'alipay') this.after(seconds, () => this.world.pull('alipay-scan', { outTradeNo: id }));
  }

  leaves({ id }: OrderView, seconds: number): void {
    this.after(seconds, () => this.terminal?.ledger.cancel(id));
  }

  /** Once for each order whose code has been on a screen. */
  isNewCode({ id, codeUrl }: OrderView): boolean {
    if (codeUrl === null || this.#seen.has(id)) return false;
    this.#seen.add(id);
    return true;
  }

  /** The resident takes the bill to the till. null = no terminal, or no quote: nothing was bought. */
  async sell(channel: WalletName): Promise<Result<OrderView, OpenOrderError> | null> {
    const life = this.terminal;
    if (life === null) return null;
    const quoted = await life.agency.quote(this.#quoteRequest());
    if (quoted.kind !== 'ok' || life.dead) return null;
    const { insuredId, bills } = this.world.person;
    const { quoteId, validUntil, amountFen } = quoted.value;
    return life.ledger.open({
      channel,
      insuredId,
      payer: { name: '演*一', idNumber: '440***********0016' },
      quoteId,
      quoteValidUntil: validUntil,
      amountFen,
      lines: bills.map(({ billId, insurance, item, period }) => ({
        billId,
        insurance,
        item,
        period,
        amountFen,
      })),
    });
  }

  /** Tries until the terminal sells, as often as a resident would. */
  sellsWhenFree(channel: WalletName, tries = 60): void {
    if (tries === 0) return;
    this.after(10, async () => {
      const sold = await this.sell(channel);
      if (sold?.ok !== true) this.sellsWhenFree(channel, tries - 1);
    });
  }

  /** The same bill is paid at another till, and booked. */
  async isPaidElsewhere(): Promise<void> {
    const { clock, http, agency } = this.world;
    const other = new HttpAgency(
      { baseUrl: agency.baseUrl },
      { http, clock, log: { event: () => undefined } },
    );
    const quoted: Outcome<Quote, string> = await other.quote(this.#quoteRequest());
    if (quoted.kind !== 'ok') return;
    await other.book(
      JSON.stringify({
        bookingKey: 'ELSEWHERE1',
        quoteId: quoted.value.quoteId,
        amountFen: quoted.value.amountFen,
        channel: 'wechat',
        channelTransactionId: '4200000000000000000000000000',
        paidAt: new Date(clock.now()).toISOString(),
        terminalId: 'K0002',
      }),
    );
  }

  /** Somebody in the back office gives the money of an order back, by hand and under a number of his own. */
  async isRefundedByHand({ id, channel, amountFen }: OrderView): Promise<void> {
    this.world.hasLied = true;
    const { http, clock } = this.world;
    const console = this.world.wallet(channel).connect({ http, clock, log: { event: () => undefined } });
    const body = console.refundBody({
      outTradeNo: id,
      outRefundNo: `B${id}`,
      amountFen,
      totalFen: amountFen,
      reason: '人工退款',
    });
    await console.refund(body);
  }

  #quoteRequest() {
    const { insuredId, bills } = this.world.person;
    return { payerId: insuredId, lines: bills.map(({ billId }) => ({ insuredId, billId })) };
  }
}
