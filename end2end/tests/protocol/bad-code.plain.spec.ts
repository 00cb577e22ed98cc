import { createHash, randomBytes } from 'node:crypto';
import type { Application, Begun } from '../../support/application.ts';
import { expectRefused, RawClient, type Parameters } from '../../support/raw.ts';
import { expect, test } from '../../support/test.ts';
import type { Visitor } from '../../support/visitor.ts';

/** A code that came back, with what it is exchanged with. */
async function codeOf(application: Application, visitor: Visitor): Promise<{ begun: Begun; code: string; exchange: Parameters }> {
  const begun = await application.begin();
  const { url } = await application.lead(visitor, begun);
  const code = url.searchParams.get('code') ?? '';
  const redirectUri = application.relyingParty.redirectUri;
  return { begun, code, exchange: [['grant_type', 'authorization_code'], ['code', code], ['redirect_uri', redirectUri], ['code_verifier', begun.verifier]] };
}

const replaced = (parameters: Parameters, name: string, value: string): Parameters => parameters.map(([key, old]) => [key, key === name ? value : old]);
const without = (parameters: Parameters, name: string): Parameters => parameters.filter(([key]) => key !== name);

const wrong: [what: string, error: string, change: (exchange: Parameters) => Parameters][] = [
  ['a wrong verifier', 'invalid_grant', (exchange) => replaced(exchange, 'code_verifier', randomBytes(32).toString('base64url'))],
  ['no verifier', 'invalid_grant', (exchange) => without(exchange, 'code_verifier')],
  ['a wrong redirect URI', 'invalid_grant', (exchange) => replaced(exchange, 'redirect_uri', 'http://127.0.0.1:1/elsewhere')],
  ['no redirect URI', 'invalid_grant', (exchange) => without(exchange, 'redirect_uri')],
  ['an unknown code', 'invalid_grant', (exchange) => replaced(exchange, 'code', randomBytes(32).toString('base64url'))],
  ['no code', 'invalid_request', (exchange) => without(exchange, 'code')],
  ['a repeated code', 'invalid_request', (exchange) => [...exchange, ['code', 'another']]],
];

for (const [what, error, change] of wrong) {
  test(`${what} is refused as ${error}, and the code still works`, async ({ workspace, visitor }) => {
    const application = await workspace.application();
    const { exchange } = await codeOf(application, visitor);
    const client = new RawClient(application.registration);
    await expectRefused(await client.send('token', change(exchange)), error);
    await expectRefused(await client.send('token', exchange, { headers: client.basic('wrong') }), 'invalid_client', 401);
    const { refresh_token } = (await (await client.send('token', exchange)).json()) as { refresh_token: string };
    await application.refresh(refresh_token);
  });
}

test('a code that is used twice is refused, and what came of it ends', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const { exchange } = await codeOf(application, visitor);
  const client = new RawClient(application.registration);
  const first = (await (await client.send('token', exchange)).json()) as { refresh_token: string; access_token: string };
  const next = await application.refresh(first.refresh_token);
  await expectRefused(await client.send('token', exchange), 'invalid_grant');
  for (const refreshToken of [next.refresh_token, first.refresh_token]) await expectRefused(await client.refresh(refreshToken), 'invalid_grant');
  for (const token of [first.access_token, next.access_token]) expect(await application.introspect(token)).toEqual({ active: false });
});

test("another client's code is refused, and its owner can still use it", async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const { exchange } = await codeOf(application, visitor);
  const thief = new RawClient(await workspace.createClient({ refreshTokens: true }));
  await expectRefused(await thief.send('token', exchange), 'invalid_grant');
  const owner = new RawClient(application.registration);
  expect((await owner.send('token', exchange)).status).toBe(200);
});

test('a verifier without an earlier challenge is refused', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const { begun } = { begun: await application.begin() };
  for (const name of ['code_challenge', 'code_challenge_method']) begun.url.searchParams.delete(name);
  const { url } = await application.lead(visitor, begun);
  const client = new RawClient(application.registration);
  const exchange: Parameters = [
    ['grant_type', 'authorization_code'],
    ['code', url.searchParams.get('code') ?? ''],
    ['redirect_uri', application.relyingParty.redirectUri],
    ['code_verifier', begun.verifier],
  ];
  await expectRefused(await client.send('token', exchange), 'invalid_grant');
  expect((await client.send('token', without(exchange, 'code_verifier'))).status).toBe(200);
});

test('an expired code is refused, and the next sign-in works', async ({ workspace, visitor }) => {
  await workspace.setTokens({ authorization_code_ttl: '10s' });
  const application = await workspace.application();
  const { exchange } = await codeOf(application, visitor);
  const client = new RawClient(application.registration);
  // A wrong verifier consumes nothing, and of the two faults the age is told first.
  const asked = replaced(exchange, 'code_verifier', createHash('sha256').update('wrong').digest('base64url'));
  const told = async () => ((await (await client.send('token', asked)).json()) as { error_description: string }).error_description;
  await expect.poll(told, { timeout: 20_000, intervals: [1_000] }).toBe('The authorization code has expired.');
  await expectRefused(await client.send('token', exchange), 'invalid_grant');
  await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
});
