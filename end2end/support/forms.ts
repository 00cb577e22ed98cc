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
  #token: Promise<string> | undefined;

  constructor(request: APIRequestContext, url: string) {
    this.#request = request;
    this.url = url;
  }

  async send(name: string, fields: [string, string][]): Promise<Sent> {
    this.#token ??= this.#readToken();
    const response = await this.#request.post(`${this.url}/console/api/${name}`, {
      headers: { accept: 'application/json', origin: this.url, 'content-type': 'application/x-www-form-urlencoded', 'x-form-token': await this.#token },
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

  /** The version of what a page of settings shows. */
  async version(path: string): Promise<string> {
    const page = await (await this.#request.get(`${this.url}${path}`)).text();
    const version = /name="version" value="(\d+)"/.exec(page)?.[1];
    if (version === undefined) throw new Error(`${path} shows no version`);
    return version;
  }

  /** The token of the session's forms, as each page of the console carries it. */
  async #readToken(): Promise<string> {
    const page = await (await this.#request.get(`${this.url}/console`)).text();
    const token = /<meta name="form-token" content="([^"]+)"/.exec(page)?.[1];
    if (token === undefined) throw new Error('the console has no form token');
    return token;
  }
}
