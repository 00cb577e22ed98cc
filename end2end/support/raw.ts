import { expect } from '@playwright/test';
import type { Registration } from './application.ts';

/** Parameters, in the order they are sent; a name may stand twice, because that is what some tests are about. */
export type Parameters = [string, string][];

/** What is sent beside the parameters. */
export interface Sending {
  headers?: Record<string, string>;
  method?: string;
  query?: string;
}

/** Requests as a careless or hostile client would send them, past any library that would not. */
export class RawClient {
  readonly registration: Registration;

  constructor(registration: Registration) {
    this.registration = registration;
  }

  /** The `Authorization` header of this client, or of one that claims to be it. */
  basic(secret = this.registration.secret ?? '', clientId = this.registration.clientId): Record<string, string> {
    return { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` };
  }

  /** A request to an endpoint; authenticated by header unless headers are given. */
  async send(endpoint: 'token' | 'introspect' | 'revoke', parameters: Parameters, sending: Sending = {}): Promise<Response> {
    const { headers = this.basic(), method = 'POST', query = '' } = sending;
    const url = `${this.registration.issuer}/oauth2/${endpoint}${query}`;
    return fetch(url, method === 'GET' ? { method, headers } : { method, headers, body: new URLSearchParams(parameters) });
  }

  async refresh(refreshToken: string, sending: Sending = {}): Promise<Response> {
    return this.send('token', [['grant_type', 'refresh_token'], ['refresh_token', refreshToken]], sending);
  }
}

/** Where a refusal leads its developer. */
export const ERROR_PAGE = /^http:\/\/127\.0\.0\.1:\d+\/errors\/[a-z0-9_]+$/;

/** A refusal has the standard's error and status, a sentence of the standard's characters, and is never stored. */
export async function expectRefused(response: Response, error: string, status = 400): Promise<void> {
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toEqual({ status, body: { error, error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/), error_uri: expect.stringMatching(ERROR_PAGE) } });
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('pragma')).toBe('no-cache');
  expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="regrant"' : null);
}
