import type { APIRequestContext } from '@playwright/test';

/** What a form of the console brought. */
export interface Sent {
  /** What a page with JavaScript would be given. */
  value: unknown;
  /** Where the form leads to. */
  location: string;
  /** The secret that the next page would show once. */
  secret: string | undefined;
}

/** Sends the console's forms without its pages: the quick way to a setting that a test takes as given. */
export class Forms {
  readonly #request: APIRequestContext;
  /** The server's address. */
  readonly url: string;

  constructor(request: APIRequestContext, url: string) {
    this.#request = request;
    this.url = url;
  }

  async send(name: string, fields: [string, string][]): Promise<Sent> {
    const response = await this.#request.post(`${this.url}/console/api/${name}`, {
      headers: { accept: 'application/json', origin: this.url, 'content-type': 'application/x-www-form-urlencoded' },
      data: new URLSearchParams(fields).toString(),
      maxRedirects: 0,
    });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${name} answered ${response.status()}: ${text}`);
    const cookies = response.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');
    const shown = cookies.map(({ value }) => /^regrant-shown-once=([^;]+)/.exec(value)?.[1]).find(Boolean);
    const location = response.headers()['location'] ?? '';
    return { location, value: text === '' ? null : JSON.parse(text), secret: shown };
  }
}
