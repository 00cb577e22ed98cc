import * as jose from 'jose';
import * as openid from 'openid-client';
import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

const SCHEMA = JSON.stringify({
  required: ['amount'],
  properties: { amount: { type: 'string', title: 'Amount', pattern: '^[0-9]+\\.[0-9]{2} EUR$' } },
});
const payment = (amount: string) => ({ type: 'payment', amount });

// Clauses: 280, 284, 287, 288.
test('openid-client asks for a payment, which its user sees and agrees to, and which no refresh makes another one', async ({ workspace, administrator, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);

  await administrator.open(workspace.path('/new-authorization-details'));
  await administrator.field('Type').fill('payment');
  await administrator.field('Title').fill('Make a payment');
  await administrator.field('JSON Schema').fill(SCHEMA);
  await administrator.page.getByRole('button', { name: 'Create type' }).click();
  await administrator.expectHeading('payment');
  await administrator.open(workspace.path(`/clients/${client.clientId}/scopes`));
  await administrator.tick(administrator.page.getByRole('checkbox', { name: 'payment' }));
  await administrator.save();
  await administrator.expectSaved();

  const asked = JSON.stringify([payment('12.50 EUR')]);
  const begun = await application.begin({ parameters: { authorization_details: asked }, pushed: true });
  const arrival = await application.lead(visitor, begun);
  const tokens = await application.exchange(begun, arrival);
  expect(tokens['authorization_details']).toEqual([payment('12.50 EUR')]);
  expect(jose.decodeJwt(tokens.access_token)['authorization_details']).toEqual([payment('12.50 EUR')]);
  expect(await application.introspect(tokens.access_token)).toMatchObject({ authorization_details: [payment('12.50 EUR')] });

  const other = { authorization_details: JSON.stringify([payment('99.00 EUR')]) };
  await expect(application.refreshWith(tokens.refresh_token!, other)).rejects.toMatchObject(refusal('invalid_authorization_details'));
  const none = await application.refreshWith(tokens.refresh_token!, { authorization_details: '[]' });
  expect(jose.decodeJwt(none.access_token)['authorization_details']).toBeUndefined();

  const wrong = openid.buildAuthorizationUrlWithPAR(application.configuration, { ...other, authorization_details: JSON.stringify([payment('12.50 USD')]), redirect_uri: application.relyingParty.redirectUri, scope: 'openid' });
  await expect(wrong).rejects.toMatchObject({ error: 'invalid_authorization_details', error_description: expect.stringContaining('authorization_details/0/amount') });
});
