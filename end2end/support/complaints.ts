import type { BrowserContext } from '@playwright/test';

/** What browsers complain about. A test fails on any of it. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: number[] = [];

  listen(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  }

  /** A browser notes every answer that is a refusal; these are what the test is about. */
  expectStatus(...statuses: number[]): void {
    this.#expected.push(...statuses);
  }

  /** All but what was expected. */
  unexpected(): string[] {
    const expected = this.#expected.map((status) => `Failed to load resource: the server responded with a status of ${status} `);
    return this.#heard.filter((complaint) => !expected.some((text) => complaint.includes(text)));
  }
}
