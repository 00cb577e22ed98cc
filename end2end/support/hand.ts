import { expect, type Locator } from '@playwright/test';
import type { Administrator } from './administrator.ts';

/** The hand of somebody at the console: counts what it presses. What is typed, and chosen in a list, is no click. */
export class Hand {
  readonly #administrator: Administrator;
  #clicks = 0;

  constructor(administrator: Administrator) {
    this.#administrator = administrator;
  }

  /** Presses a link, a button, a checkbox or a radio button, with the mouse: a label may lie over it. */
  async press(what: Locator): Promise<void> {
    await this.leaveBy(what);
    await this.#administrator.alive();
  }

  /** Presses what leads away from the console. */
  async leaveBy(what: Locator): Promise<void> {
    this.#clicks += 1;
    await what.click({ force: true });
  }

  /** Follows a link of the list of pages at the side, and waits for its page. */
  async choose(entry: string, heading: string = entry): Promise<void> {
    await this.press(this.#administrator.page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: entry, exact: true }));
    await this.#administrator.expectHeading(heading);
  }

  /** Follows a link to the page of something, which has its name for its title. */
  async open(link: Locator, heading: string): Promise<void> {
    await this.press(link);
    await this.#administrator.expectHeading(heading);
  }

  /** Opens a client from whichever page of its workspace. */
  async openClient(name: string): Promise<void> {
    await this.choose('Clients');
    await this.open(this.#administrator.page.getByRole('main').getByRole('link', { name, exact: true }), name);
  }

  expectAtMost(clicks: number): void {
    expect(this.#clicks, 'clicks').toBeLessThanOrEqual(clicks);
  }
}
