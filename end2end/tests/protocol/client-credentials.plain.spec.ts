import * as openid from 'openid-client';
import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

test('a service gets an access token for itself, and no refresh token', async ({ workspace }) => {
  const client = await workspace.createClient({ type: 'service', scopes: ['introspect_tokens'] });
  const application = await workspace.application(client);
  const tokens = await openid.clientCredentialsGrant(application.configuration);
  expect(tokens.refresh_token).toBeUndefined();
  expect(tokens.id_token).toBeUndefined();
  expect(tokens.scope).toBe('introspect_tokens');
  expect(await application.introspect(tokens.access_token)).toMatchObject({ active: true, sub: client.clientId });
});

test('a service is refused scopes that are of a user', async ({ workspace }) => {
  const application = await workspace.application(await workspace.createClient({ type: 'service' }));
  const asks = (scope: string) => openid.clientCredentialsGrant(application.configuration, { scope });
  for (const scope of ['openid', 'offline_access', 'unheard_of']) await expect(asks(scope), scope).rejects.toMatchObject(refusal('invalid_scope'));
});

test('a secret can be sent in the form by a client that is registered so', async ({ workspace }) => {
  const client = await workspace.createClient({ type: 'service', authentication: 'client_secret_post' });
  const posting = await workspace.application(client, openid.ClientSecretPost(client.secret));
  expect((await openid.clientCredentialsGrant(posting.configuration)).access_token).toBeDefined();
  const heading = await workspace.application(client, openid.ClientSecretBasic(client.secret));
  await expect(openid.clientCredentialsGrant(heading.configuration)).rejects.toMatchObject({ status: 401 });
});
