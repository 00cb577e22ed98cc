import * as jose from 'jose';
import * as openid from 'openid-client';
import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

const ORDERS = 'https://orders.example.com/';
const BILLING = 'https://billing.example.com/';

// Clauses: 26, 74, 75.
test('tokens are for the resource servers that the user agreed to', async ({ workspace, visitor }) => {
  await workspace.setResource(await workspace.createService('Order desk', []), ORDERS);
  await workspace.setResource(await workspace.createService('Billing', []), BILLING);
  const application = await workspace.application();
  const begun = await application.begin();
  // A client may ask for several, which openid-client's parameters do not foresee.
  begun.url.searchParams.append('resource', ORDERS);
  begun.url.searchParams.append('resource', BILLING);
  await visitor.goTo(begun.url);
  await visitor.signIn();
  for (const name of ['Order desk', 'Billing']) await expect(visitor.page.getByRole('listitem').filter({ hasText: name })).toBeVisible();
  await visitor.decide('Allow');
  const first = await application.exchange(begun, await visitor.returns(begun.state));
  const audience = (tokens: { access_token: string }) => jose.decodeJwt(tokens.access_token).aud;
  expect(audience(first)).toEqual([BILLING, ORDERS]);
  const narrow = await application.refreshWith(first.refresh_token ?? '', { resource: ORDERS });
  expect(audience(narrow)).toBe(ORDERS);
  await expect(application.refreshWith(narrow.refresh_token, { resource: 'https://other.example.com/' })).rejects.toMatchObject(refusal('invalid_target'));
  const wide = await application.refresh(narrow.refresh_token);
  expect(audience(wide)).toEqual([BILLING, ORDERS]);
  await expect(application.userinfo(wide)).rejects.toMatchObject({ status: 401 });
});

// Clauses: 73.
test('a resource that no service has is an invalid target', async ({ workspace, visitor, complaints }) => {
  complaints.expectStatus(400);
  const application = await workspace.application();
  const begun = await application.begin({ parameters: { resource: 'https://unknown.example.com/' } });
  await visitor.goTo(begun.url);
  // Nobody is signed in, so the user sees the refusal first and goes on by its link.
  await visitor.page.locator('a.button').click();
  expect((await visitor.returns(begun.state)).url.searchParams.get('error')).toBe('invalid_target');
  const service = await workspace.application(await workspace.createClient({ type: 'service' }));
  const asking = openid.clientCredentialsGrant(service.configuration, { resource: '/relative' });
  await expect(asking).rejects.toMatchObject(refusal('invalid_target'));
});
