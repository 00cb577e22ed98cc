import * as openid from 'openid-client';
import { expect, test } from '../../support/test.ts';

// Clauses: 237, 241, 245, 249.
test('openid-client registers itself, signs a user in, refreshes and deletes itself', async ({ workspace, administrator, visitor, relyingParty }) => {
  const settings = workspace.path('/settings/client-registration');
  await administrator.open(settings);
  await administrator.tick(administrator.page.getByRole('radio', { name: 'Open to everybody' }));
  await administrator.save();
  await administrator.expectSaved();

  const registered = await openid.dynamicClientRegistration(
    new URL(workspace.issuer),
    {
      client_name: 'Self-made shop',
      redirect_uris: [relyingParty.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid profile email offline_access',
    },
    undefined,
    { execute: [openid.allowInsecureRequests] },
  );
  const told = registered.clientMetadata();
  const client = { issuer: workspace.issuer, clientId: told.client_id, name: 'Self-made shop', secret: String(told.client_secret) };
  const application = await workspace.application(client);
  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await expect(visitor.page.getByRole('main')).toContainText('to continue to Self-made shop (registered itself, name not checked)');
  await visitor.signIn();
  await expect(visitor.page.getByText('Self-made shop registered itself here, and nobody has checked its name.')).toBeVisible();
  await visitor.decide('Allow');
  const tokens = await application.exchange(begun, await visitor.returns(begun.state));
  const refreshed = await application.refresh(tokens.refresh_token!);

  await administrator.open(workspace.path('/clients?origin=registration'));
  await expect(administrator.page.getByRole('row').filter({ hasText: 'Self-made shop' })).toContainText('registered itself');
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await expect(administrator.page.getByRole('heading', { name: 'Registration', exact: true })).toBeVisible();
  await expect(administrator.page.getByText('None: registration was open')).toBeVisible();

  const own = { headers: { Authorization: `Bearer ${String(told['registration_access_token'])}` } };
  const address = String(told['registration_client_uri']);
  expect(await (await fetch(address, own)).json()).toMatchObject({ client_id: client.clientId, client_name: 'Self-made shop' });
  expect((await fetch(address, { ...own, method: 'DELETE' })).status).toBe(204);
  expect((await fetch(address, own)).status).toBe(401);
  await expect(application.refresh(refreshed.refresh_token)).rejects.toMatchObject({ status: 401 });
});

// Clauses: 242, 252.
test('an administrator hands out an initial access token, and ends that the client manages itself', async ({ workspace, administrator, relyingParty }) => {
  const settings = workspace.path('/settings/client-registration');
  const { page } = administrator;
  await administrator.open(settings);
  await administrator.tick(page.getByRole('radio', { name: 'With an initial access token' }));
  await administrator.save();
  await administrator.expectSaved();
  await administrator.field('Name').fill('Partners');
  await administrator.save('Create initial access token');
  await administrator.expectDone('The initial access token was created. It is shown only once.');
  // The form that made it stands beside it.
  await expect(administrator.field('Name')).toBeVisible();
  const token = (await page.getByRole('main').getByRole('code').filter({ hasText: /^rgi_/ }).textContent()) ?? '';

  const endpoint = `${workspace.issuer}/oauth2/register`;
  const document = { method: 'POST', body: JSON.stringify({ client_name: 'Partner shop', redirect_uris: [relyingParty.redirectUri] }) };
  const json = { 'Content-Type': 'application/json' };
  expect((await fetch(endpoint, { ...document, headers: json })).status).toBe(401);
  const answer = await fetch(endpoint, { ...document, headers: { ...json, Authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(201);
  const told = (await answer.json()) as Record<string, string>;
  const used = await fetch(endpoint, { ...document, headers: { ...json, Authorization: `Bearer ${token}` } });
  expect(used.status).toBe(401);

  await administrator.open(settings);
  await expect(page.getByRole('row', { name: /Partners/ })).toContainText('0 of 1 left');
  await administrator.open(workspace.path(`/clients/${told['client_id']}`));
  await page.getByRole('main').getByRole('button', { name: 'Revoke registration token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke the registration access token?' });
  await dialog.getByRole('button', { name: 'Revoke registration token' }).click();
  await administrator.expectDone('The registration access token was revoked. The client can no longer change or delete itself.');
  expect((await fetch(told['registration_client_uri']!, { headers: { Authorization: `Bearer ${told['registration_access_token']}` } })).status).toBe(401);
});
