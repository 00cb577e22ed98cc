import * as oauth from 'oauth4webapi';
import { expectEnded } from '../../support/ended.ts';
import { expect, test } from '../../support/test.ts';

/** Plain HTTP is for loopback alone, and this is loopback. */
const onLoopback = { [oauth.allowInsecureRequests]: true };

test('oauth4webapi signs a user in, refreshes at the same moment and one after the other, and revokes; the sign-out’s address is made by hand', async ({
  workspace,
  administrator,
  visitor,
  relyingParty,
}) => {
  const { redirectUri, signedOutUri } = relyingParty;
  const registered = await administrator.register(workspace, { name: 'oauth4webapi', type: 'Server-side web', redirectUri, signedOutUri });
  const client: oauth.Client = { client_id: registered.clientId };
  const authentication = oauth.ClientSecretBasic(registered.secret!);
  const issuer = new URL(workspace.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, onLoopback));

  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const request = new URL(server.authorization_endpoint!);
  const asked = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email profile offline_access',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  request.search = new URLSearchParams(asked).toString();
  await visitor.goTo(request);
  await visitor.signIn();
  await visitor.decide('Allow');
  // It checks `iss` of the answer, and of the ID token the issuer, the audience, the times, the nonce and, by the last call, the signature.
  const brought = oauth.validateAuthResponse(server, client, (await visitor.returns(state)).url, state);
  const exchange = await oauth.authorizationCodeGrantRequest(server, client, authentication, brought, redirectUri, verifier, onLoopback);
  const first = await oauth.processAuthorizationCodeResponse(server, client, exchange, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, exchange, onLoopback);
  const { sub } = oauth.getValidatedIdTokenClaims(first)!;
  const userinfo = await oauth.userInfoRequest(server, client, first.access_token, onLoopback);
  expect(await oauth.processUserInfoResponse(server, client, sub, userinfo)).toMatchObject({ email: visitor.user.identifier });

  const refresh = async ({ refresh_token }: oauth.TokenEndpointResponse) => {
    const response = await oauth.refreshTokenGrantRequest(server, client, authentication, refresh_token!, onLoopback);
    const tokens = await oauth.processRefreshTokenResponse(server, client, response);
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(sub);
    return tokens;
  };
  const atOnce = await Promise.all(Array.from({ length: 8 }, () => refresh(first)));
  expect(new Set(atOnce.map(({ refresh_token }) => refresh_token)).size, 'all have the same successor').toBe(1);
  await workspace.setTokens({ retry_window: '0' });
  const tokens = [first, atOnce[0]!];
  for (let refreshes = 0; refreshes < 3; refreshes += 1) tokens.push(await refresh(tokens.at(-1)!));
  expect(new Set(tokens.map(({ refresh_token }) => refresh_token)).size).toBe(5);

  const last = tokens.at(-1)!;
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, last.refresh_token!, onLoopback));
  await expectEnded(await workspace.application(registered), { access_token: last.access_token, refresh_token: last.refresh_token! });

  const parting = new URL(server.end_session_endpoint!);
  parting.search = new URLSearchParams({ id_token_hint: last.id_token!, post_logout_redirect_uri: signedOutUri }).toString();
  await visitor.goTo(parting);
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
});
