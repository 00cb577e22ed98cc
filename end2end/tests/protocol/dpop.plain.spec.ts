import * as jose from 'jose';
import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

for (const algorithm of ['ES256', 'ES384', 'Ed25519', 'PS256', 'RS256']) {
  // Clauses: 77, 79.
  test(`a public client with a key (${algorithm}) gets tokens that are of use with it alone`, async ({ workspace, visitor }) => {
    const client = await workspace.createClient({ type: 'single_page', refreshTokens: true });
    const application = await workspace.application(client);
    await application.holdKey(algorithm);
    const first = await application.signInForRefreshToken(visitor);
    expect(first.token_type).toBe('dpop');
    expect(jose.decodeJwt(first.access_token)['cnf']).toEqual({ jkt: await application.thumbprint() });
    expect((await application.userinfo(first)).sub).toBe(first.claims()?.sub);

    const thief = await workspace.application(client);
    await expect(thief.refresh(first.refresh_token)).rejects.toMatchObject(refusal('invalid_dpop_proof'));
    await expect(thief.userinfo(first)).rejects.toMatchObject({ status: 401 });
    await thief.holdKey();
    await expect(thief.refresh(first.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
    await expect(thief.userinfo(first)).rejects.toMatchObject({ status: 401 });

    const second = await application.refresh(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await application.userinfo(second)).sub).toBe(first.claims()?.sub);
  });
}

// Clauses: 78.
test('a confidential client may come with a new key, or with none', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  await application.holdKey();
  const first = await application.signInForRefreshToken(visitor);
  await application.holdKey();
  const second = await application.refresh(first.refresh_token);
  const cnf = { jkt: await application.thumbprint() };
  expect(await application.introspect(second.access_token)).toMatchObject({ active: true, token_type: 'DPoP', cnf });
  application.loseKey();
  expect((await application.refresh(second.refresh_token)).token_type).toBe('bearer');
});

// Clauses: 81.
test('a client that knows nothing of nonces yet is told, and goes on', async ({ workspace, visitor }) => {
  await workspace.setTokens({ dpop_nonce_required: 'true' });
  const application = await workspace.application(await workspace.createClient({ type: 'single_page', refreshTokens: true }));
  await application.holdKey();
  const first = await application.signInForRefreshToken(visitor);
  const second = await application.refresh(first.refresh_token);
  expect((await application.userinfo(second)).sub).toBe(first.claims()?.sub);
});

// Clauses: 82.
test('a code is bound to the key that the authorization request names', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  await application.holdKey();
  const begun = await application.begin({ parameters: { dpop_jkt: await application.thumbprint() } });
  const arrival = await application.lead(visitor, begun);
  application.loseKey();
  await expect(application.exchange(begun, arrival)).rejects.toMatchObject(refusal('invalid_dpop_proof'));
  await application.holdKey();
  await expect(application.exchange(begun, arrival)).rejects.toMatchObject(refusal('invalid_grant'));
});

// Clauses: 84.
test('a client that is registered for bound tokens gets no others', async ({ workspace, visitor }) => {
  const application = await workspace.application(await workspace.createClient({ refreshTokens: true, dpopBound: true }));
  const begun = await application.begin();
  const arrival = await application.lead(visitor, begun);
  await expect(application.exchange(begun, arrival)).rejects.toMatchObject(refusal('invalid_dpop_proof'));
  await application.holdKey();
  expect((await application.exchange(begun, arrival)).token_type).toBe('dpop');
});
