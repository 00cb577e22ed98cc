import * as openid from 'openid-client';
import { Application } from '../../support/application.ts';
import { keyPair } from '../../support/key-pair.ts';
import { expect, test } from '../../support/test.ts';

test.use({ template: 'fapi2' });

// Clauses: 102, 302, 303, 304, 305, 310.
test('openid-client signs a user in at a workspace of the template, by a pushed request, private_key_jwt and DPoP, and in no other way', async ({ workspace, administrator, visitor, relyingParty }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const unmet = administrator.page.getByText('The workspace asks more of its clients than this one meets.');
  const authentication = 'Clients are confidential, and authenticate by private_key_jwt or mutual TLS.';

  // With its secret it gets nothing, and its page says what does not hold.
  const withSecret = await workspace.application(client);
  await expect(withSecret.begin({ pushed: true })).rejects.toThrow();
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await expect(unmet).toBeVisible();
  await administrator.page.getByRole('link', { name: authentication }).click();

  const { privateKey, publicJwk } = await keyPair('ES256', 'bank');
  await administrator.page.getByRole('combobox', { name: 'Token endpoint authentication method' }).selectOption('private_key_jwt');
  await administrator.unfold('Client keys');
  await administrator.field('Public keys').fill(JSON.stringify({ keys: [publicJwk] }));
  await administrator.save();
  await administrator.expectSaved();
  await administrator.open(workspace.path('/auth-server/fapi'));
  const row = administrator.page.getByRole('row').filter({ has: administrator.page.getByRole('rowheader', { name: authentication }) });
  await expect(row).toContainText('Holds');
  await expect(administrator.page.getByRole('rowheader', { name: client.name })).toBeVisible();

  const application = await Application.discover(client, relyingParty, { authentication: openid.PrivateKeyJwt({ key: privateKey, kid: 'bank' }) });
  await expect(application.begin({ pushed: true, parameters: { code_challenge_method: 'plain' } })).rejects.toMatchObject({ error: 'invalid_request' });
  const begun = await application.begin({ pushed: true });
  const arrival = await application.lead(visitor, begun);
  // Without a proof there is no token, and the code is still good.
  await expect(application.exchange(begun, arrival)).rejects.toMatchObject({ error: 'invalid_dpop_proof' });
  await application.holdKey();
  const tokens = await application.exchange(begun, arrival);
  expect(tokens.token_type).toBe('dpop');
  const next = await application.refresh(tokens.refresh_token!);
  // It does not rotate.
  expect(next.refresh_token ?? tokens.refresh_token).toBe(tokens.refresh_token);

  const response = await fetch((await application.begin()).url, { redirect: 'manual' });
  expect(await response.text()).toContain('/errors/pushed_request_required');
});
