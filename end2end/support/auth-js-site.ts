import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Auth, type AuthConfig } from '@auth/core';
import type { Client } from './workspace.ts';

const home = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Home</title><link rel="icon" href="data:,"></head>
<body><main><h1>Home</h1></main></body></html>`;

/** What the site tells of its user. */
export interface AuthJsSession {
  user: { name: string; email: string };
  tokens: { access_token: string; refresh_token: string };
  /** What the guide has the site told where a refresh failed. */
  error?: string;
}

/** A site that signs its users in by Auth.js (`@auth/core`, which Auth.js for Next.js, SvelteKit, Qwik and Express carries). */
export class AuthJsSite {
  readonly #server: Server;
  /** Its address, without a slash at the end. */
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Starts it on a port that its client's redirect URI names. */
  static async start(client: Client, port: number): Promise<AuthJsSite> {
    const configuration = configure(client);
    const [server, url] = [createServer(), `http://127.0.0.1:${port}`];
    server.on('request', (request, response) => void answer(configuration, url, request, response));
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
    return new AuthJsSite(server, url);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

/** Passes a request on to Auth.js, as its integrations do. */
async function answer(configuration: AuthConfig, origin: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', origin);
  if (!url.pathname.startsWith('/auth/')) {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(home);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = request.method === 'POST' ? { body: Buffer.concat(chunks).toString() } : {};
  const answered = await Auth(new Request(url, { method: request.method ?? 'GET', headers, ...body }), configuration);
  for (const [name, value] of answered.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  response.writeHead(answered.status, { 'set-cookie': answered.headers.getSetCookie() }).end(await answered.text());
}

/** Set up as its guides say: https://authjs.dev/guides/configuring-oauth-providers and https://authjs.dev/guides/refresh-token-rotation. */
function configure({ issuer, clientId, secret = '' }: Client): AuthConfig {
  const post = async (endpoint: 'token' | 'revoke', parameters: Record<string, string>) =>
    fetch(`${issuer}/oauth2/${endpoint}`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: secret, ...parameters }) });
  return {
    secret: 'a secret of the test',
    trustHost: true,
    providers: [
      {
        id: 'regrant',
        name: 'Regrant',
        type: 'oidc',
        issuer,
        clientId,
        clientSecret: secret,
        authorization: { params: { scope: 'openid email profile offline_access' } },
        checks: ['pkce', 'state', 'nonce'],
        // By default its page would load one from its own site.
        style: { logo: '' },
      },
    ],
    callbacks: {
      async jwt({ token, account }) {
        // First-time login, save the `access_token`, its expiry and the `refresh_token`
        if (account) {
          return { ...token, access_token: account.access_token, expires_at: account.expires_at, refresh_token: account.refresh_token };
        }
        // Subsequent logins, but the `access_token` is still valid, for more than a minute
        if (Date.now() < (Number(token['expires_at']) - 60) * 1000) return token;
        try {
          const response = await post('token', { grant_type: 'refresh_token', refresh_token: String(token['refresh_token']) });
          const tokensOrError = (await response.json()) as Record<string, unknown>;
          if (!response.ok) throw tokensOrError;
          return {
            ...token,
            access_token: tokensOrError['access_token'],
            expires_at: Math.floor(Date.now() / 1000 + Number(tokensOrError['expires_in'])),
            // Some providers only issue refresh tokens once, so preserve if we did not get a new one
            refresh_token: tokensOrError['refresh_token'] ?? token['refresh_token'],
          };
        } catch {
          return { ...token, error: 'RefreshTokenError' };
        }
      },
      session({ session, token }) {
        const { access_token, refresh_token, error } = token;
        return Object.assign(session, { tokens: { access_token, refresh_token }, error });
      },
    },
    events: {
      async signOut(message) {
        const token = 'token' in message ? message.token : null;
        await post('revoke', { token: String(token?.['refresh_token']), token_type_hint: 'refresh_token' });
      },
    },
  };
}
