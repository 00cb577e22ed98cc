import type { BrowserContext } from '@playwright/test';

/** What browsers complain about. A test fails on any of it. */
export class Complaints {
  readonly #heard: { text: string; url: string }[] = [];
  readonly #expected: number[] = [];
  readonly #elsewhere: RegExp[] = [];

  listen(context: BrowserContext): void {
    context.on('console', (message) => {
      const [type, text] = [message.type(), message.text()];
      // Where scripts do not run, what they would have used is not used.
      const unused = text.includes('was preloaded using link preload but not used');
      if (type === 'error' || (type === 'warning' && !unused)) this.#heard.push({ text: `${type}: ${text}`, url: message.location().url });
    });
    context.on('weberror', (error) => this.#heard.push({ text: `uncaught: ${error.error().stack ?? error.error().message}`, url: '' }));
  }

  /** A browser notes every answer that is a refusal; these are what the test is about. */
  expectStatus(...statuses: number[]): void {
    this.#expected.push(...statuses);
  }

  /** What is complained of at an address that is none of ours. */
  expectOf(url: RegExp): void {
    this.#elsewhere.push(url);
  }

  /** All but what was expected. */
  unexpected(): string[] {
    const expected = this.#expected.map((status) => `Failed to load resource: the server responded with a status of ${status} `);
    return this.#heard
      .filter(({ text, url }) => !expected.some((known) => text.includes(known)) && !this.#elsewhere.some((known) => known.test(url)))
      .map(({ text, url }) => `${text} (${url})`);
  }
}
