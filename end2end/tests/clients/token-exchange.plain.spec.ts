import * as jose from 'jose';
import * as openid from 'openid-client';
import { type Application, refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ORDERS = 'https://orders.example.com/';
const BILLING = 'https://billing.example.com/';
const SCOPE = 'orders.read';

/** Exchanges a token by openid-client, with these parameters beside. */
async function exchange(application: Application, token: string, more: Record<string, string> = {}) {
  return openid.genericGrantRequest(application.configuration, GRANT, { subject_token: token, subject_token_type: ACCESS_TOKEN, ...more });
}

// Clauses: 207, 209, 210, 211, 213.
test('a resource server calls on with what openid-client exchanged, until the refresh token of the sign-in is revoked', async ({ workspace, administrator, visitor }) => {
  await workspace.setResource(await workspace.createService('Order desk', [[SCOPE, 'See orders', 'See your orders.']]), ORDERS);
  await workspace.setResource(await workspace.createService('Billing', []), BILLING);
  const shop = await workspace.application(await workspace.createClient({ refreshTokens: true, scopes: ['openid', 'offline_access', SCOPE] }));
  const desk = await workspace.createClient({ name: 'Order desk', type: 'service', grantTypes: [GRANT], scopes: [SCOPE] });
  const { clientId } = desk;
  const service = await workspace.application(desk);
  const tokens = await shop.signInForRefreshToken(visitor, { scope: `openid offline_access ${SCOPE}`, parameters: { resource: ORDERS } });
  await expect(exchange(service, tokens.access_token)).rejects.toMatchObject(refusal('invalid_request'));

  await administrator.open(workspace.path(`/clients/${clientId}/oauth`));
  await administrator.field('Tokens for these resource servers').fill(ORDERS);
  await administrator.field('Resource servers that it may ask for').fill(BILLING);
  await administrator.save();
  await administrator.expectSaved();

  const exchanged = await exchange(service, tokens.access_token, { audience: BILLING });
  expect(exchanged).toMatchObject({ issued_token_type: ACCESS_TOKEN, token_type: 'bearer', scope: SCOPE });
  expect(exchanged.refresh_token).toBeUndefined();
  const { sub, act, aud } = jose.decodeJwt(exchanged.access_token);
  expect({ sub, act, aud }).toEqual({ sub: tokens.claims()?.sub, act: { sub: clientId, client_id: clientId }, aud: BILLING });
  expect(await service.introspect(exchanged.access_token)).toMatchObject({ active: true, act: { sub: clientId } });
  for (const audience of ['https://other.example.com/', 'billing']) {
    await expect(exchange(service, tokens.access_token, { audience }), audience).rejects.toMatchObject(refusal('invalid_target'));
  }
  await expect(exchange(service, tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_request'));

  await shop.revoke(tokens.refresh_token);
  expect(await service.introspect(exchanged.access_token)).toEqual({ active: false });
  await expect(exchange(service, tokens.access_token)).rejects.toMatchObject(refusal('invalid_request'));
});

// Clauses: 214.
test('what is bound to a key of the application is exchanged by the resource server, and bound to a key of its own', async ({ workspace, administrator, visitor }) => {
  await workspace.setResource(await workspace.createService('Order desk', [[SCOPE, 'See orders', 'See your orders.']]), ORDERS);
  const shop = await workspace.application(await workspace.createClient({ scopes: ['openid', SCOPE] }));
  await shop.holdKey();
  const { access_token: bound } = await shop.signIn(visitor, { scope: `openid ${SCOPE}`, parameters: { resource: ORDERS } });
  const client = await workspace.createClient({ name: 'Order desk', type: 'service', grantTypes: [GRANT], scopes: [SCOPE] });
  const { configuration } = await workspace.application(client);
  const box = administrator.page.getByRole('checkbox', { name: 'Of every client of this workspace' });
  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  await administrator.tick(box);
  await administrator.save();
  await administrator.expectSaved();
  const parameters = { subject_token: bound, subject_token_type: ACCESS_TOKEN };
  await expect(openid.genericGrantRequest(configuration, GRANT, parameters), 'it is for another').rejects.toMatchObject(refusal('invalid_request'));

  await administrator.field('Tokens for these resource servers').fill(ORDERS);
  await administrator.save();
  await administrator.expectSaved();
  const DPoP = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('ES256'));
  const exchanged = await openid.genericGrantRequest(configuration, GRANT, parameters, { DPoP });
  expect(exchanged.token_type).toBe('dpop');
  expect(jose.decodeJwt(exchanged.access_token)['cnf']).toEqual({ jkt: await DPoP.calculateThumbprint() });
});
