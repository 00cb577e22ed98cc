import type { BrowserContext } from '@playwright/test';

/** What browsers complain about. A test fails on any of it. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: number[] = [];

  listen(context: BrowserContext): void {
    context.on('console', (message) => {
      const [type, text] = [message.type(), message.text()];
      // Where scripts do not run, what they would have used is not used.
      const unused = text.includes('was preloaded using link preload but not used');
      if (type === 'error' || (type === 'warning' && !unused)) this.#heard.push(`${type}: ${text} (${message.location().url})`);
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
