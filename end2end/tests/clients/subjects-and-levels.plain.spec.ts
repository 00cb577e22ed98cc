import * as jose from 'jose';
import { expect, test } from '../../support/test.ts';

// Clauses: 265, 267.
test('a client with pairwise subjects knows a user by a name of its own, in all that openid-client gets', async ({ workspace, administrator, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const before = (await application.signInForRefreshToken(visitor)).claims()?.sub;

  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  await administrator.unfold('What users are called');
  await administrator.field('Subject type').selectOption('pairwise');
  await administrator.field('Sector').fill('example.com');
  await administrator.save();
  await administrator.expectSaved();

  const tokens = await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  const sub = tokens.claims()!.sub;
  expect(sub).not.toBe(before);
  expect(jose.decodeJwt(tokens.access_token).sub).toBe(sub);
  expect(await application.introspect(tokens.access_token)).toMatchObject({ active: true, sub });
  const refreshed = await application.refresh(tokens.refresh_token);
  expect(refreshed.claims()?.sub).toBe(sub);
});

// Clauses: 270, 272, 274.
test('openid-client is told how the user signed in, and that a level is out of reach', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signIn(visitor, { parameters: { acr_values: 'phr mfa' } });
  expect(tokens.claims()).toMatchObject({ acr: 'sfa', amr: ['pwd'] });
  const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['phr'] } } });
  const begun = await application.begin({ parameters: { claims, prompt: 'none' } });
  const { url } = await application.lead(visitor, begun, { signsIn: false, consent: 'not asked' });
  expect(url.searchParams.get('error')).toBe('unmet_authentication_requirements');
});
