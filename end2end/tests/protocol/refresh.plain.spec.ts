import * as jose from 'jose';
import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

// Without a retry window each refresh is a rotation, and nobody has to wait for the next one.
const EACH_TIME = { retry_window: '0' };

test('each refresh brings a new refresh token, and the new one works', async ({ workspace, visitor }) => {
  await workspace.setTokens(EACH_TIME);
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const second = await application.refresh(first.refresh_token);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(second.access_token).not.toBe(first.access_token);
  const third = await application.refresh(second.refresh_token);
  expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);
  for (const { refresh_token } of [first, second, third]) expect(refresh_token).toMatch(/^rt1\.[\x21-\x7e]{40,124}$/);
  expect(third).toMatchObject({ expires_in: 3600, scope: first.scope });
  expect((await application.userinfo(third)).sub).toBe(first.claims()?.sub);
});

test('a refresh leaves the identity as it was', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const next = await application.refresh(first.refresh_token);
  const [was, is] = [first.claims(), next.claims()];
  expect(is).toMatchObject({ iss: was?.iss, sub: was?.sub, aud: was?.aud, auth_time: was?.['auth_time'] });
  expect(is).not.toHaveProperty('nonce');
  expect(jose.decodeJwt(next.access_token)['auth_time']).toBe(was?.['auth_time']);
});

test('a client whose answer was lost asks again and gets the same successor', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const lost = await application.refresh(first.refresh_token);
  const again = await application.refresh(first.refresh_token);
  expect(again.refresh_token).toBe(lost.refresh_token);
  expect(again.access_token).not.toBe(lost.access_token);
});

// Clauses: 106.
test('in a burst, whoever holds the first or the second token gets the same one', async ({ workspace, visitor }) => {
  for (const type of ['server_side_web', 'single_page'] as const) {
    const application = await workspace.application(await workspace.createClient({ name: type, type, refreshTokens: true }));
    const first = await application.signInForRefreshToken(visitor, { signsIn: type === 'server_side_web' });
    const second = await application.refresh(first.refresh_token);
    await application.userinfo(second);
    for (const held of [second, first, second, first]) {
      const next = await application.refresh(held.refresh_token);
      expect(next.refresh_token).toBe(second.refresh_token);
      expect(next.access_token).not.toBe(second.access_token);
    }
  }
});

test('parallel refreshes of one token all get the same successor', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const all = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => application.refresh(first.refresh_token)));
  expect(new Set(all.map((tokens) => tokens.refresh_token)).size).toBe(1);
  await application.refresh(all[0]?.refresh_token ?? '');
});

test('an older refresh token that comes back ends everything that came from the sign-in', async ({ workspace, visitor }) => {
  await workspace.setTokens(EACH_TIME);
  const application = await workspace.application();
  const stolen = await application.signInForRefreshToken(visitor);
  const second = await application.refresh(stolen.refresh_token);
  const third = await application.refresh(second.refresh_token);
  const refused = refusal('invalid_grant');
  await expect(application.refresh(stolen.refresh_token)).rejects.toMatchObject(refused);
  // The thief and the owner are out alike.
  for (const { refresh_token } of [third, second, stolen]) await expect(application.refresh(refresh_token)).rejects.toMatchObject(refused);
  for (const { access_token } of [stolen, second, third]) expect(await application.introspect(access_token)).toEqual({ active: false });
  await expect(application.userinfo(third)).rejects.toMatchObject({ status: 401 });
  // And the owner signs in again.
  await application.refresh((await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' })).refresh_token);
});

test('a narrowed refresh narrows one access token, and the next is wide again', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const narrow = await application.refresh(first.refresh_token, 'openid');
  expect(narrow.scope).toBe('openid');
  expect(jose.decodeJwt(narrow.access_token)['scope']).toBe('openid');
  expect(await application.userinfo(narrow)).toEqual({ sub: first.claims()?.sub });
  const wide = await application.refresh(narrow.refresh_token);
  expect(wide.scope).toBe(first.scope);
  expect(await application.userinfo(wide)).toHaveProperty('email');
});

test('without rotation the refresh token stays the same', async ({ workspace, visitor }) => {
  await workspace.setTokens({ rotation: 'public_clients' });
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const next = await application.refresh(first.refresh_token);
  expect(next.refresh_token).toBe(first.refresh_token);
  expect(next.access_token).not.toBe(first.access_token);
});

test('nobody who did not ask for offline access gets a refresh token', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signIn(visitor, { scope: 'openid profile' });
  expect(tokens.refresh_token).toBeUndefined();
  expect(tokens.scope).toBe('openid profile');
});

for (const generation of ['current', 'old'] as const) {
  test(`revoking the ${generation} refresh token ends all that came from the sign-in`, async ({ workspace, visitor }) => {
    const application = await workspace.application();
    const old = await application.signInForRefreshToken(visitor);
    const current = await application.refresh(old.refresh_token);
    // A wrong hint is no reason not to find it (RFC 7009 §2.1).
    await application.revoke({ current, old }[generation].refresh_token, 'access_token');
    for (const { refresh_token } of [current, old]) await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
    for (const { access_token, refresh_token } of [current, old]) {
      expect(await application.introspect(access_token)).toEqual({ active: false });
      expect(await application.introspect(refresh_token)).toEqual({ active: false });
    }
    // A second time is no error, and the user's consent is left alone.
    await application.revoke(current.refresh_token);
    await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  });
}

test('revoking an access token ends that one alone', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  await application.revoke(first.access_token);
  expect(await application.introspect(first.access_token)).toEqual({ active: false });
  const next = await application.refresh(first.refresh_token);
  expect(await application.introspect(next.access_token)).toMatchObject({ active: true });
});

test('introspection tells the state of each token', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const common = { active: true, client_id: application.registration.clientId, sub: first.claims()?.sub, iss: workspace.issuer, scope: first.scope };
  expect(await application.introspect(first.access_token)).toMatchObject({ ...common, token_type: 'Bearer', username: visitor.user.identifier });
  const refreshToken = await application.introspect(first.refresh_token);
  expect(refreshToken).toMatchObject({ ...common, token_type: 'refresh_token' });
  // 720 hours, and rotation does not move it.
  const second = await application.refresh(first.refresh_token);
  expect(await application.introspect(first.refresh_token), 'a superseded one').toEqual({ active: false });
  expect((await application.introspect(second.refresh_token)).exp).toBe(refreshToken.exp);
  expect(Number(refreshToken.exp) - Number(first.claims()?.['iat'])).toBe(720 * 3600);
  expect(await application.introspect('anything')).toEqual({ active: false });
});

test('a resource server asks about access tokens of others, and never about their refresh tokens', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(visitor);
  const api = await workspace.application(await workspace.createClient({ type: 'service', scopes: ['introspect_tokens'] }));
  expect(await api.introspect(tokens.access_token)).toMatchObject({ active: true, sub: tokens.claims()?.sub });
  expect(await api.introspect(tokens.refresh_token)).toEqual({ active: false });
  const stranger = await workspace.application(await workspace.createClient({ type: 'service' }));
  expect(await stranger.introspect(tokens.access_token)).toEqual({ active: false });
});

test('opaque access tokens work like the signed ones', async ({ workspace, visitor }) => {
  await workspace.setTokens({ access_token_format: 'opaque' });
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  expect(first.access_token).toMatch(/^at1\./);
  expect((await application.userinfo(first)).sub).toBe(first.claims()?.sub);
  const next = await application.refresh(first.refresh_token);
  expect(await application.introspect(next.access_token)).toMatchObject({ active: true, token_type: 'Bearer' });
});
