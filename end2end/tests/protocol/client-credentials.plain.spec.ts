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

test('a secret is right in the header and in the form, whichever the client is registered for', async ({ workspace }) => {
  for (const authentication of ['client_secret_basic', 'client_secret_post'] as const) {
    const client = await workspace.createClient({ type: 'service', authentication });
    for (const way of [openid.ClientSecretPost(client.secret), openid.ClientSecretBasic(client.secret)]) {
      const application = await workspace.application(client, way);
      expect((await openid.clientCredentialsGrant(application.configuration)).access_token).toBeDefined();
    }
  }
});
