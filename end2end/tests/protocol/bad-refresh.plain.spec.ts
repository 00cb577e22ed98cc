import { expectRefused, RawClient, type Parameters, type Sending } from '../../support/raw.ts';
import { expect, test } from '../../support/test.ts';

/** A refresh request that is wrong in one way: what is sent in place of the good one, and how it is refused. */
interface Wrong {
  what: string;
  error: string;
  status?: number;
  parameters?: (token: string, client: RawClient) => Parameters;
  sending?: (token: string, client: RawClient) => Sending;
}

const good = (token: string): Parameters => [['grant_type', 'refresh_token'], ['refresh_token', token]];
const mangled = (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;

const wrong: Wrong[] = [
  { what: 'a wrong secret', error: 'invalid_client', status: 401, sending: (_, client) => ({ headers: client.basic('wrong') }) },
  { what: 'an unknown client', error: 'invalid_client', status: 401, sending: (_, client) => ({ headers: client.basic(undefined, 'nobody') }) },
  { what: 'no client at all', error: 'invalid_client', status: 401, sending: () => ({ headers: {} }) },
  {
    what: 'a confidential client that does not authenticate',
    error: 'invalid_client',
    parameters: (token, client) => [...good(token), ['client_id', client.registration.clientId]],
    sending: () => ({ headers: {} }),
  },
  {
    what: 'a wrong secret in the form',
    error: 'invalid_client',
    parameters: (token, client) => [...good(token), ['client_id', client.registration.clientId], ['client_secret', 'wrong']],
    sending: () => ({ headers: {} }),
  },
  {
    what: 'two ways to authenticate at once',
    error: 'invalid_request',
    parameters: (token, client) => [...good(token), ['client_secret', client.registration.secret ?? '']],
  },
  { what: 'a header that is not Basic', error: 'invalid_client', status: 401, sending: () => ({ headers: { authorization: 'Bearer abc' } }) },
  { what: 'a mangled token', error: 'invalid_grant', parameters: (token) => good(mangled(token)) },
  { what: 'something that is no token of ours', error: 'invalid_grant', parameters: () => good('rt1.nonsense') },
  { what: 'no token', error: 'invalid_request', parameters: () => [['grant_type', 'refresh_token']] },
  { what: 'an empty token', error: 'invalid_request', parameters: () => good('') },
  { what: 'a repeated token', error: 'invalid_request', parameters: (token) => [...good(token), ['refresh_token', token]] },
  { what: 'a repeated grant type', error: 'invalid_request', parameters: (token) => [...good(token), ['grant_type', 'refresh_token']] },
  { what: 'a repeated parameter that nobody knows', error: 'invalid_request', parameters: (token) => [...good(token), ['x', '1'], ['x', '2']] },
  { what: 'no grant type', error: 'invalid_request', parameters: (token) => [['refresh_token', token]] },
  { what: 'a grant type that is not supported', error: 'unsupported_grant_type', parameters: (token) => [['grant_type', 'password'], ['refresh_token', token]] },
  { what: 'a scope beyond what was granted', error: 'invalid_scope', parameters: (token) => [...good(token), ['scope', 'openid address']] },
  { what: 'a scope that nobody knows', error: 'invalid_scope', parameters: (token) => [...good(token), ['scope', 'root']] },
  { what: 'a malformed scope', error: 'invalid_scope', parameters: (token) => [...good(token), ['scope', 'openid "']] },
  { what: 'the token in the query', error: 'invalid_request', sending: (token) => ({ query: `?refresh_token=${token}` }) },
  {
    what: 'the secret in the query',
    error: 'invalid_request',
    sending: (_, client) => ({ headers: {}, query: `?client_id=${client.registration.clientId}&client_secret=${client.registration.secret}` }),
  },
  {
    what: 'a body that is not a form',
    error: 'invalid_request',
    sending: (_, client) => ({ headers: { ...client.basic(), 'content-type': 'application/json' } }),
  },
];

for (const { what, error, status = 400, parameters = good, sending = () => ({}) } of wrong) {
  test(`${what} is refused as ${error}, and the refresh token still works`, async ({ workspace, visitor }) => {
    const application = await workspace.application();
    const { refresh_token } = await application.signInForRefreshToken(visitor);
    const client = new RawClient(application.registration);
    await expectRefused(await client.send('token', parameters(refresh_token, client), sending(refresh_token, client)), error, status);
    await application.refresh(refresh_token);
  });
}

// Clauses: 12.
test('GET on the token endpoint is refused, and the refresh token still works', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const client = new RawClient(application.registration);
  const query = `?${new URLSearchParams(good(refresh_token))}`;
  const response = await client.send('token', [], { method: 'GET', query });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toContain('POST');
  expect(response.headers.get('cache-control')).toBe('no-store');
  await application.refresh(refresh_token);
});

test("another client's refresh token is refused, and its owner is none the worse for it", async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const { refresh_token, access_token } = await application.signInForRefreshToken(visitor);
  const thief = new RawClient(await workspace.createClient({ refreshTokens: true }));
  await expectRefused(await thief.refresh(refresh_token), 'invalid_grant');
  await expectRefused(await thief.send('revoke', [['token', refresh_token]]), 'unauthorized_client');
  await expectRefused(await thief.send('revoke', [['token', access_token]]), 'unauthorized_client');
  for (const token of [refresh_token, access_token]) {
    const response = await thief.send('introspect', [['token', token]]);
    expect(await response.json()).toEqual({ active: false });
  }
  expect(await application.introspect(access_token)).toMatchObject({ active: true });
  await application.refresh(refresh_token);
});

test("another workspace's refresh token is refused there and works here", async ({ workspace, otherWorkspace, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const elsewhere = new RawClient(await otherWorkspace.createClient({ refreshTokens: true }));
  await expectRefused(await elsewhere.refresh(refresh_token), 'invalid_grant');
  // The same client does not exist over there.
  const stranger = new RawClient({ ...application.registration, issuer: otherWorkspace.issuer });
  await expectRefused(await stranger.refresh(refresh_token), 'invalid_client', 401);
  await application.refresh(refresh_token);
});

test('a client without the grant is refused as unauthorized_client', async ({ workspace, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const raw = new RawClient(client);
  await workspace.setGrantTypes('authorization_code');
  await expectRefused(await raw.refresh(refresh_token), 'unauthorized_client');
  // What was only switched off works again once it is back on.
  await workspace.setGrantTypes('authorization_code', 'refresh_token');
  await application.refresh(refresh_token);
});

for (const endpoint of ['introspect', 'revoke'] as const) {
  test(`the ${endpoint} endpoint refuses whoever does not authenticate or ask`, async ({ workspace, visitor }) => {
    const application = await workspace.application();
    const { refresh_token } = await application.signInForRefreshToken(visitor);
    const client = new RawClient(application.registration);
    const token: Parameters = [['token', refresh_token]];
    await expectRefused(await client.send(endpoint, token, { headers: {} }), 'invalid_client', 401);
    await expectRefused(await client.send(endpoint, token, { headers: client.basic('wrong') }), 'invalid_client', 401);
    await expectRefused(await client.send(endpoint, []), 'invalid_request');
    await expectRefused(await client.send(endpoint, [...token, ...token]), 'invalid_request');
    expect((await client.send(endpoint, token, { method: 'GET' })).status).toBe(405);
    await application.refresh(refresh_token);
  });
}

// Clauses: 43.
test('userinfo takes access tokens alone, and not from the address', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(visitor);
  const ask = (query: string, headers: Record<string, string>) => fetch(`${workspace.issuer}/userinfo${query}`, { headers });
  const nothing = await ask('', {});
  expect(nothing.status).toBe(401);
  expect(nothing.headers.get('www-authenticate'), 'both schemes, and no error').toMatch(/^Bearer, DPoP algs="[^"]+"$/);
  for (const wrong of [tokens.refresh_token, tokens.id_token ?? '', mangled(tokens.access_token)]) {
    const response = await ask('', { authorization: `Bearer ${wrong}` });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", /);
  }
  const inQuery = await ask(`?access_token=${tokens.access_token}`, {});
  expect([inQuery.status, ((await inQuery.json()) as { error: string }).error]).toEqual([400, 'invalid_request']);
  await application.refresh(tokens.refresh_token);
});
