import { createHash } from 'node:crypto';
import * as jose from 'jose';
import * as openid from 'openid-client';
import { expect, test } from '../../support/test.ts';

test('a user signs in, agrees, and the application gets tokens that it can check', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const before = Math.floor(Date.now() / 1000);
  const begun = await application.begin();
  const tokens = await application.exchange(begun, await application.lead(visitor, begun));

  expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'email offline_access openid profile' });
  // openid-client has checked the signature, the issuer, the audience, the times and the nonce. The rest:
  const claims = tokens.claims();
  expect(claims).toMatchObject({
    iss: workspace.issuer,
    aud: application.registration.clientId,
    nonce: begun.nonce,
    name: visitor.user.name,
    preferred_username: visitor.user.identifier,
    email: visitor.user.identifier,
  });
  expect(claims?.['auth_time']).toBeGreaterThanOrEqual(before);
  const half = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
  expect(claims?.['at_hash']).toBe(half.toString('base64url'));

  const jwks = jose.createRemoteJWKSet(new URL(`${workspace.issuer}/.well-known/jwks.json`));
  const { payload } = await jose.jwtVerify(tokens.access_token, jwks, { issuer: workspace.issuer, audience: workspace.issuer, typ: 'at+jwt' });
  expect(payload).toMatchObject({ sub: claims?.sub, client_id: application.registration.clientId, scope: tokens.scope });
  await expect(jose.jwtVerify(tokens.access_token, jwks, { typ: 'JWT' }), 'an access token is no ID token').rejects.toThrow();
});

test('userinfo tells what was granted, and nothing more', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signIn(visitor, { scope: 'openid email' });
  expect(await application.userinfo(tokens)).toEqual({ sub: tokens.claims()?.sub, email: visitor.user.identifier, email_verified: false });
});

test('an answer can be posted by the browser', async ({ workspace, visitor, javaScriptEnabled }) => {
  const application = await workspace.application();
  const begun = await application.begin({ parameters: { response_mode: 'form_post' } });
  await visitor.goTo(begun.url);
  await visitor.signIn();
  await visitor.decide('Allow');
  // The page posts itself; whoever has no JavaScript presses its button.
  if (javaScriptEnabled === false) await visitor.page.getByRole('button', { name: 'Continue' }).click();
  const arrival = await visitor.returns(begun.state);
  expect(arrival.method).toBe('POST');
  expect(arrival.url.search).toBe('');
  const tokens = await application.exchange(begun, arrival);
  expect(tokens.refresh_token).toMatch(/^rt1\./);
});

test('a single-page application signs in with PKCE and without a secret', async ({ workspace, visitor }) => {
  const client = await workspace.createClient({ type: 'single_page', refreshTokens: true });
  expect(client.secret).toBeUndefined();
  const application = await workspace.application(client);
  const tokens = await application.signInForRefreshToken(visitor);
  const next = await application.refresh(tokens.refresh_token);
  expect(next.refresh_token, 'a public client always gets a new one').not.toBe(tokens.refresh_token);
  // Without PKCE it is turned away, and told so.
  const url = openid.buildAuthorizationUrl(application.configuration, { redirect_uri: application.relyingParty.redirectUri, scope: 'openid', state: 'bare' });
  await visitor.goTo(url);
  const { searchParams } = (await visitor.returns('bare')).url;
  expect(Object.fromEntries(searchParams)).toEqual({
    error: 'invalid_request',
    error_description: 'A public client needs a code_challenge.',
    error_uri: `${new URL(workspace.issuer).origin}/errors/code_challenge_missing`,
    state: 'bare',
    iss: workspace.issuer,
  });
});

test('prompt=none is refused as long as the user would have to be asked', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const silently = async (asking: { scope?: string } = {}) => {
    const begun = await application.begin({ ...asking, parameters: { prompt: 'none' } });
    const arrival = await application.lead(visitor, begun, { signsIn: false, consent: 'not asked' });
    expect(arrival.url.searchParams.get('iss')).toBe(workspace.issuer);
    return { begun, arrival, error: arrival.url.searchParams.get('error') };
  };
  expect((await silently()).error).toBe('login_required');
  await application.signIn(visitor, { scope: 'openid profile' });
  expect((await silently({ scope: 'openid email' })).error).toBe('consent_required');
  const { begun, arrival, error } = await silently({ scope: 'openid profile' });
  expect(error).toBeNull();
  expect((await application.exchange(begun, arrival)).claims()?.sub).toBeDefined();
});

test('a user who is signed in and has agreed is not asked again, unless the application asks for it', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signIn(visitor);
  const second = await application.signIn(visitor, { signsIn: false, consent: 'not asked' });
  expect(second.claims()?.sub).toBe(first.claims()?.sub);
  const asked = await application.signInForRefreshToken(visitor, { parameters: { prompt: 'consent' }, signsIn: false });
  expect(asked.claims()?.['auth_time'], 'agreeing is not signing in').toBe(first.claims()?.['auth_time']);
  const again = await application.signIn(visitor, { parameters: { prompt: 'login' }, consent: 'not asked' });
  expect(again.claims()?.['auth_time']).toBeGreaterThanOrEqual(Number(first.claims()?.['auth_time']));
});

test('a user who says no is believed', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const begun = await application.begin();
  const arrival = await application.lead(visitor, begun, { consent: 'Deny' });
  expect(Object.fromEntries(arrival.url.searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'The user did not agree.',
    error_uri: `${new URL(workspace.issuer).origin}/errors/user_denied`,
    state: begun.state,
    iss: workspace.issuer,
  });
  await expect(application.exchange(begun, arrival)).rejects.toMatchObject({ name: 'AuthorizationResponseError', error: 'access_denied' });
  // A no is no answer forever.
  await application.signInForRefreshToken(visitor, { signsIn: false });
});

test('a wrong password is said so, and what was typed stays', async ({ workspace, visitor, complaints }) => {
  complaints.expectStatus(422);
  const application = await workspace.application();
  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await visitor.signIn('not the password');
  await expect(visitor.page.getByRole('alert')).toHaveText('The user name or the password is wrong.');
  await expect(visitor.page.getByLabel('User name or e-mail')).toHaveValue(visitor.user.identifier);
  await expect(visitor.page.getByLabel('Password')).toHaveValue('');
  await expect(visitor.page.getByLabel('Password')).toBeFocused();
  await visitor.signIn();
  await visitor.decide('Allow');
  await application.exchange(begun, await visitor.returns(begun.state));
});

test('the application signs its user out', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(visitor);
  const signOut = (parameters: Record<string, string>) =>
    openid.buildEndSessionUrl(application.configuration, { post_logout_redirect_uri: application.relyingParty.signedOutUri, ...parameters });

  // Without the ID token of the session, the user is asked.
  await visitor.goTo(signOut({ state: 'asked' }));
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Sign out?' })).toBeVisible();
  // With it, nobody is.
  await visitor.goTo(signOut({ id_token_hint: tokens.id_token ?? '', state: 'over' }));
  await expect(visitor.page).toHaveURL(`${application.relyingParty.signedOutUri}?state=over`);

  const begun = await application.begin({ parameters: { prompt: 'none' } });
  const arrival = await application.lead(visitor, begun, { signsIn: false, consent: 'not asked' });
  expect(arrival.url.searchParams.get('error')).toBe('login_required');
  // Offline access is what the user agreed to: it outlives the session.
  await application.refresh(tokens.refresh_token);
});

test('a user signs out on the page that asks', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  await application.signIn(visitor);
  await visitor.goTo(openid.buildEndSessionUrl(application.configuration, {}));
  await visitor.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
  await application.signIn(visitor, { consent: 'not asked' });
});
