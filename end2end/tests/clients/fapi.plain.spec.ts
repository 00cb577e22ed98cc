import * as openid from 'openid-client';
import { Application } from '../../support/application.ts';
import { keyPair } from '../../support/key-pair.ts';
import { expect, test } from '../../support/test.ts';

test.use({ template: 'fapi2' });

// Clauses: 102, 302, 303, 304, 305, 310.
test('openid-client signs a user in at a workspace of the template, by a pushed request, private_key_jwt and DPoP, and in no other way', async ({ workspace, administrator, visitor, relyingParty }) => {
  const { page } = administrator;
  const authentication = 'Clients are confidential, and authenticate by private_key_jwt or mutual TLS.';

  // A public client gets nothing, and its page says what does not hold.
  const bare = await workspace.createClient({ name: 'Page', type: 'single_page' });
  await expect((await workspace.application(bare)).begin({ pushed: true })).rejects.toThrow();
  await administrator.open(workspace.path(`/clients/${bare.clientId}`));
  await expect(page.getByText('This client gets no tokens:')).toBeVisible();
  await expect(page.getByText('The workspace asks more of its clients than this one meets.')).toBeVisible();
  await expect(page.getByRole('link', { name: authentication })).toBeVisible();

  // One that can keep a secret is asked for its keys instead.
  const { privateKey, publicJwk } = await keyPair('ES256', 'bank');
  const { redirectUri } = relyingParty;
  const client = await administrator.register(workspace, { name: 'Bank', type: 'Server-side web', redirectUri, keys: [publicJwk] });
  await expect(page.getByText('This client can get refresh tokens.')).toBeVisible();
  await administrator.open(workspace.path('/auth-server/fapi'));
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: authentication }) });
  await expect(row).toContainText('Holds');
  for (const { name } of [bare, client]) await expect(page.getByRole('rowheader', { name, exact: true })).toBeVisible();

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
