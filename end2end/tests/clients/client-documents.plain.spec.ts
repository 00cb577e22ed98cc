import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../../support/test.ts';

// Clauses: 313, 317, 319.
test('openid-client is known by its document, signs a user in, and refreshes while its server is away', async ({
  workspace,
  administrator,
  visitor,
  relyingParty,
}) => {
  const { page } = administrator;
  await administrator.open(workspace.path('/settings/client-registration'));
  await administrator.tick(page.getByRole('radio', { name: 'At any host' }));
  await administrator.save();
  await administrator.expectSaved();

  let clientId = '';
  const document = () => ({
    client_id: clientId,
    client_name: 'Published notes',
    redirect_uris: [relyingParty.redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
  });
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document()));
  });
  // A network that the installation allows.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  const host = `127.0.0.2:${(server.address() as AddressInfo).port}`;
  clientId = `http://${host}/client.json`;

  const application = await workspace.application({ issuer: workspace.issuer, clientId, name: 'Published notes' });
  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await expect(visitor.page.getByRole('main')).toContainText(`to continue to Published notes (published at ${host})`);
  await visitor.signIn();
  await expect(visitor.page.getByText(`Published notes is published at ${host}. Anybody can give an application this name`)).toBeVisible();
  await expect(visitor.page.getByText(/^You will be sent to .+ Any program there can receive the answer/)).toBeVisible();
  await visitor.decide('Allow');
  const tokens = await application.exchange(begun, await visitor.returns(begun.state));
  const refreshed = await application.refresh(tokens.refresh_token!);

  await administrator.open(workspace.path('/clients'));
  await page.getByLabel('Made by').selectOption('Themselves, by a document');
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/[?&]origin=document/);
  await expect(page.getByRole('row').filter({ hasText: 'Published notes' })).toContainText(`document at ${host}`);
  await page.getByRole('main').getByRole('link', { name: 'Published notes' }).click();
  await expect(page.getByRole('heading', { name: 'Metadata document', exact: true })).toBeVisible();
  await expect(page.getByText(`This client is known by a document at ${host}.`)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeDisabled();
  await new Promise((resolve) => server.close(resolve));
  expect((await application.refresh(refreshed.refresh_token)).access_token, 'its server is away').toBeTruthy();
});

// Clauses: 321, 322.
test('openid-client is known by a document that is pinned, whose address answers nobody', async ({ workspace, administrator, visitor, relyingParty, complaints }) => {
  complaints.expectStatus(422);
  const { page } = administrator;
  // Nothing listens there.
  const clientId = 'http://127.0.0.2:9/client.json';
  const document = { client_id: clientId, client_name: 'Pinned notes', redirect_uris: [relyingParty.redirectUri], grant_types: ['authorization_code', 'refresh_token'] };
  await administrator.open(workspace.path('/settings/new-pinned-document'));
  await administrator.field('Document').fill(JSON.stringify({ ...document, client_secret: 's3cret' }));
  await administrator.save('Pin document');
  await expect(page.getByText('client_secret: This is not taken from a document. Leave it out.').first()).toBeVisible();
  await administrator.field('Document').fill(JSON.stringify(document));
  await administrator.save('Pin document');
  await administrator.expectDone('The document is pinned. It decides from the next request on.');
  await administrator.expectHeading('Pinned notes');

  const application = await workspace.application({ issuer: workspace.issuer, clientId, name: 'Pinned notes' });
  const tokens = await application.signInForRefreshToken(visitor);
  expect((await application.refresh(tokens.refresh_token)).access_token).toBeTruthy();
});
