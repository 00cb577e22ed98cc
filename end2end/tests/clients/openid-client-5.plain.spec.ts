import { type BaseClient, generators, Issuer } from 'openid-client-5';
import { expectEnded } from '../../support/ended.ts';
import { expect, test } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const SCOPE = 'openid email profile offline_access';

/** Made as next-auth 4 makes it: what is not said here is as the library has it. */
async function nextAuth({ issuer, clientId, secret }: Client, redirectUri: string): Promise<BaseClient> {
  const { Client } = await Issuer.discover(`${issuer}/.well-known/openid-configuration`);
  return new Client({ client_id: clientId, client_secret: secret!, redirect_uris: [redirectUri] });
}

test('openid-client 5, as next-auth 4 carries it, signs a user in, refreshes at the same moment and one after the other, revokes and signs out', async ({
  workspace,
  administrator,
  visitor,
  relyingParty,
}) => {
  const { redirectUri, signedOutUri } = relyingParty;
  const registered = await administrator.register(workspace, { name: 'next-auth', type: 'Server-side web', redirectUri, signedOutUri });
  const client = await nextAuth(registered, redirectUri);
  expect(client.metadata).toMatchObject({ id_token_signed_response_alg: 'RS256', token_endpoint_auth_method: 'client_secret_basic' });

  const checks = { state: generators.state(), nonce: generators.nonce(), code_verifier: generators.codeVerifier() };
  const challenge = { code_challenge: generators.codeChallenge(checks.code_verifier), code_challenge_method: 'S256' };
  const { code_verifier: _, ...asked } = checks;
  await visitor.goTo(new URL(client.authorizationUrl({ scope: SCOPE, redirect_uri: redirectUri, ...asked, ...challenge })));
  await visitor.signIn();
  await visitor.decide('Allow');
  const { url } = await visitor.returns(checks.state);

  // It checks `iss` of the answer, and the ID token's signature, issuer, audience, times, nonce and hash.
  const first = await client.callback(redirectUri, client.callbackParams(url.href), { ...checks, response_type: 'code' });
  expect(first.claims()).toMatchObject({ iss: workspace.issuer, aud: registered.clientId, email: visitor.user.identifier });
  expect(await client.userinfo(first)).toMatchObject({ sub: first.claims().sub, name: visitor.user.name });

  const atOnce = await Promise.all(Array.from({ length: 8 }, () => client.refresh(first)));
  expect(new Set(atOnce.map(({ refresh_token }) => refresh_token)).size, 'all have the same successor').toBe(1);
  await workspace.setTokens({ retry_window: '0' });
  const tokens = [first, atOnce[0]!];
  for (let refreshes = 0; refreshes < 3; refreshes += 1) tokens.push(await client.refresh(tokens.at(-1)!));
  expect(new Set(tokens.map(({ refresh_token }) => refresh_token)).size).toBe(5);

  const last = tokens.at(-1)!;
  expect(last.claims().sub).toBe(first.claims().sub);
  await client.revoke(last.refresh_token!);
  await expect(client.refresh(last.refresh_token!)).rejects.toMatchObject({ name: 'OPError', error: 'invalid_grant' });
  await expectEnded(await workspace.application(registered), { access_token: last.access_token!, refresh_token: last.refresh_token! });
  await visitor.goTo(new URL(client.endSessionUrl({ id_token_hint: last, post_logout_redirect_uri: signedOutUri })));
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
});

test('next-auth 4 signs in by Basic and refreshes by form, as its guide to rotation says', async ({ workspace, administrator, visitor, relyingParty }) => {
  const { redirectUri } = relyingParty;
  const registered = await administrator.register(workspace, { name: 'next-auth', type: 'Server-side web', redirectUri });
  const client = await nextAuth(registered, redirectUri);
  // Only what a provider without `idToken` and with `checks: ["state"]` asks for: no nonce, no PKCE.
  const state = generators.state();
  await visitor.goTo(new URL(client.authorizationUrl({ scope: 'email profile offline_access', redirect_uri: redirectUri, state })));
  await visitor.signIn();
  await visitor.decide('Allow');
  const { url } = await visitor.returns(state);
  const tokens = await client.oauthCallback(redirectUri, client.callbackParams(url.href), { state });

  const response = await fetch(client.issuer.metadata.token_endpoint!, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: registered.clientId,
      client_secret: registered.secret!,
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token!,
    }),
    method: 'POST',
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ expires_in: expect.any(Number), access_token: expect.any(String), refresh_token: expect.any(String) });
});
