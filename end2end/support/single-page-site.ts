import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import type { Client } from './workspace.ts';

const page = resolve(import.meta.dirname, '../clients/oidc-client-ts/page.html');
/** The library as browsers get it from a CDN. */
const library = resolve(import.meta.dirname, '../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js');

/** The site of an application that runs in browsers alone, with oidc-client-ts. */
export class SinglePageSite {
  readonly #server: Server;
  readonly url: string;
  #client: Client | undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(): Promise<SinglePageSite> {
    const [html, script] = [await readFile(page), await readFile(library)];
    const server = createServer();
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the port of a TCP server is not known');
    const site = new SinglePageSite(server, `http://127.0.0.1:${address.port}`);
    server.on('request', ({ url }, response) => {
      if (url === '/oidc-client-ts.min.js') response.setHeader('content-type', 'text/javascript').end(script);
      else if (url === '/client.json') response.setHeader('content-type', 'application/json').end(JSON.stringify(site.#settings));
      else response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
    });
    return site;
  }

  get redirectUri(): string {
    return `${this.url}/callback`;
  }

  get signedOutUri(): string {
    return `${this.url}/signed-out`;
  }

  /** Its pages are those of this client from now on. */
  serve(client: Client): void {
    this.#client = client;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** The client as oidc-client-ts is told of it. */
  get #settings(): Record<string, string> {
    if (this.#client === undefined) throw new Error('the site was given no client');
    return { authority: this.#client.issuer, client_id: this.#client.clientId };
  }
}
