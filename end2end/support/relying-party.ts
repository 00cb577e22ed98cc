import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request that came back from the authorization server by way of the browser. */
export interface Arrival {
  /** Its method. */
  method: string;
  /** Its whole address. */
  url: URL;
  /** Its body, where it was posted. */
  body: string;
}

const page = (title: string) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>
<body><main><h1>${title}</h1></main></body></html>`;

/** The state of an answer, which one that is signed has in its JWT. */
function stateOf(parameters: URLSearchParams): string | null | undefined {
  const payload = parameters.get('response')?.split('.')[1];
  if (payload === undefined) return parameters.get('state');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { state?: string }).state;
}

/** The application's own site: where users come back to. It keeps what they bring. */
export class RelyingParty {
  readonly #server: Server;
  readonly #arrivals: Arrival[] = [];
  readonly #leadsTo: string | undefined;
  #served: string | undefined;
  readonly origin: string;

  private constructor(server: Server, origin: string, leadsTo: string | undefined) {
    this.#server = server;
    this.origin = origin;
    this.#leadsTo = leadsTo;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** Starts it on a loopback address. Where its callback leads to, users are redirected with all that they bring. */
  static async start({ host = '127.0.0.1', leadsTo }: { host?: '127.0.0.1' | '::1'; leadsTo?: string } = {}): Promise<RelyingParty> {
    const server = createServer();
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, host, listening));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the port of a TCP server is not known');
    return new RelyingParty(server, `http://${host === '::1' ? '[::1]' : host}:${address.port}`, leadsTo);
  }

  get redirectUri(): string {
    return `${this.origin}/callback`;
  }

  get signedOutUri(): string {
    return `${this.origin}/signed-out`;
  }

  /** Serves this page at every address from now on. */
  serve(html: string): void {
    this.#served = html;
  }

  /** What the browser brought back last with this state. */
  arrival(state: string): Arrival {
    const brings = ({ url, body }: Arrival) => [url.searchParams, new URLSearchParams(body)].some((brought) => stateOf(brought) === state);
    const found = this.#arrivals.findLast(brings);
    if (found === undefined) throw new Error(`nobody came back with the state ${state}`);
    return found;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.origin);
    const body = Buffer.concat(chunks).toString();
    this.#arrivals.push({ method: request.method ?? '', url, body });
    if (this.#leadsTo !== undefined) {
      response.writeHead(302, { location: `${this.#leadsTo}?${body === '' ? url.searchParams : body}` }).end();
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8').end(this.#served ?? page(url.pathname === '/signed-out' ? 'Signed out' : 'Back at the application'));
  }
}
