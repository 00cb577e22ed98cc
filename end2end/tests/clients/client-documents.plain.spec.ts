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
  const tokens = await application.signInForRefreshToken(visitor);
  const refreshed = await application.refresh(tokens.refresh_token);

  await administrator.open(workspace.path('/clients'));
  await page.getByRole('main').getByRole('link', { name: 'Published notes' }).click();
  await expect(page.getByRole('heading', { name: 'Metadata document', exact: true })).toBeVisible();
  await expect(page.getByText(`This client is known by a document at ${host}.`)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeDisabled();
  await new Promise((resolve) => server.close(resolve));
  expect((await application.refresh(refreshed.refresh_token)).access_token, 'its server is away').toBeTruthy();
});
