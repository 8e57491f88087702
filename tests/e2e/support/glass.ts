import { expect, type Locator, type Page } from '@playwright/test';
import type { ScreenName } from '../../../main/contract/snapshot.ts';

/** The resident's glass through its public hooks: data-screen, data-action, data-field. */
export class Glass {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  screen(name: ScreenName): Locator {
    return this.page.locator(`[data-screen="${name}"]`);
  }

  /** A control, enabled or not. */
  control(action: string, id?: string): Locator {
    const item = id === undefined ? '' : `[data-id="${id}"]`;
    return this.page.locator(`[data-action="${action}"]${item}`);
  }

  field(name: string): Locator {
    return this.page.locator(`[data-field="${name}"]`);
  }

  async shows(name: ScreenName): Promise<void> {
    await expect(this.screen(name)).toBeVisible();
  }

  /** Touches a control, as soon as it can be touched. */
  async press(action: string, id?: string): Promise<void> {
    await this.control(action, id).click();
  }

  /** Waits until a field has this machine value. */
  async says(field: string, value: string | RegExp): Promise<void> {
    await expect(this.field(field)).toHaveAttribute('data-value', value);
  }

  /** The words of a field. */
  async text(field: string): Promise<string> {
    return ((await this.field(field).textContent()) ?? '').trim();
  }

  /** Everything that can be read on the glass. */
  words(): Locator {
    return this.page.locator('#glass');
  }
}
