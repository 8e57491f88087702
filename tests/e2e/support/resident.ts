import { expect } from '@playwright/test';
import type { Glass } from './glass.ts';

/** Where a resident stands: a glass, and hands that reach the devices. */
export interface Stand {
  readonly glass: Glass;
  pull(lever: string, args?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Who is at the terminal: their card, and which of their bills these tests pay. */
export const WANG = {
  card: 'v2-wang',
  insuredId: 'P0001',
  name: '王建明',
  maskedName: '王*明',
  idNumber: '440404190001011019',
  maskedIdNumber: '440***********1019',
} as const;
export const LI = { card: 'v1-li', insuredId: 'P0002', maskedName: '李*英' } as const;

/** The medical premium: 380.00 yuan, no tiers. */
export const PREMIUM_FEN = 38_000;

interface Holder {
  readonly card: string;
  readonly insuredId: string;
}

/** A resident's steps. Each ends when its result can be seen on the glass. */
export class Resident {
  readonly #stand: Stand;
  readonly #holder: Holder;

  constructor(stand: Stand, holder: Holder = WANG) {
    this.#stand = stand;
    this.#holder = holder;
  }

  async insertCard(): Promise<void> {
    await this.#stand.pull('card-insert', { card: this.#holder.card });
  }

  async takeCard(): Promise<void> {
    await this.#stand.pull('card-remove');
  }

  /** From the list of bills to a review with its price. */
  async chooseMedical(): Promise<void> {
    const { glass } = this.#stand;
    const billId = `${this.#holder.insuredId}-MED-${new Date().getFullYear()}`;
    await glass.press('select-line', billId);
    await glass.says('total', String(PREMIUM_FEN));
    await glass.press('next');
    await glass.shows('review');
    await expect(glass.control('confirm')).toBeEnabled();
  }

  /** Confirms; answers with what a phone would scan. */
  async askForCode(): Promise<string> {
    const { glass } = this.#stand;
    await glass.press('confirm');
    await glass.shows('pay');
    await expect(glass.field('pay-code')).toBeVisible();
    return (await glass.field('pay-code').getAttribute('data-value')) ?? '';
  }

  /** Card in, bill chosen, code on the glass. */
  async comeToPay(): Promise<string> {
    await this.insertCard();
    await this.#stand.glass.shows('bills');
    await this.chooseMedical();
    return this.askForCode();
  }

  async scanAndPay(): Promise<void> {
    await this.#stand.pull('wallet-scan-pay');
  }

  /** Card in to 已缴成功. */
  async payMedical(): Promise<void> {
    await this.comeToPay();
    await this.scanAndPay();
    const { glass } = this.#stand;
    await glass.shows('outcome');
    await glass.says('pay-status', 'booked');
  }

  /** Asks for paper and waits until the printer has proven it. */
  async printSlip(evidence: 'A' | 'B'): Promise<void> {
    const { glass } = this.#stand;
    await glass.press('print-slip');
    await glass.shows('receipt');
    await glass.says('print-evidence', evidence);
  }

  /** From any screen with 办完了 or 不需要 to an empty glass. */
  async leave(): Promise<void> {
    const { glass } = this.#stand;
    await glass.press('finish');
    await glass.shows('farewell');
    await this.takeCard();
    await glass.shows('attract');
  }
}
