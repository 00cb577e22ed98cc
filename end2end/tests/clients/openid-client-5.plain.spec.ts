import { type BaseClient, generators, Issuer } from 'openid-client-5';
import { expect, test } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const SCOPE = 'openid email profile offline_access';

/** Made as next-auth 4 makes it: what is not said here is as the library has it. */
async function nextAuth({ issuer, clientId, secret }: Client, redirectUri: string): Promise<BaseClient> {
  const { Client } = await Issuer.discover(`${issuer}/.well-known/openid-configuration`);
  return new Client({ client_id: clientId, client_secret: secret!, redirect_uris: [redirectUri] });
}

test('openid-client 5, as next-auth 4 carries it, signs a user in, refreshes and revokes', async ({ workspace, administrator, visitor, relyingParty }) => {
  const { redirectUri } = relyingParty;
  const registered = await administrator.register(workspace, { name: 'next-auth', type: 'Server-side web', redirectUri });
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
  const tokens = await client.callback(redirectUri, client.callbackParams(url.href), { ...checks, response_type: 'code' });
  expect(tokens.claims()).toMatchObject({ iss: workspace.issuer, aud: registered.clientId, email: visitor.user.identifier });
  expect(await client.userinfo(tokens)).toMatchObject({ sub: tokens.claims().sub, name: visitor.user.name });

  const next = await client.refresh(tokens);
  expect(next.claims().sub).toBe(tokens.claims().sub);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
  await client.revoke(next.refresh_token!);
  await expect(client.refresh(next.refresh_token!)).rejects.toMatchObject({ name: 'OPError', error: 'invalid_grant' });
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
