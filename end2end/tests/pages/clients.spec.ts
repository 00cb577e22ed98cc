import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

for (const [label, secret] of [['Server-side web', true], ['Single-page', false], ['Mobile / desktop', false], ['Service', true]] as const) {
  test(`a client of the type ${label} is made, ${secret ? 'and its secret is shown once' : 'without a secret'}`, async ({ workspace, administrator, page }) => {
    await administrator.open(workspace.path());
    await administrator.choose('Applications', 'Clients');
    await page.getByRole('link', { name: 'New client' }).first().click();
    await administrator.expectHeading('New client');
    await administrator.field('Name').fill('Webshop');
    await administrator.tick(page.getByRole('radio', { name: label, exact: true }));
    await administrator.save('Create client');
    await administrator.expectDone('Client created.');
    await administrator.expectHeading('Webshop');
    const shown = page.getByRole('region', { name: 'Client secret' }).filter({ hasText: 'it is not shown again' });
    await expect(shown).toHaveCount(secret ? 1 : 0);
    await expect(page.getByText('This client cannot get refresh tokens:')).toHaveCount(label === 'Service' ? 0 : 1);
    await page.reload();
    await administrator.expectHeading('Webshop');
    await expect(shown).toHaveCount(0);
  });
}

test('a client is duplicated, and its copy has the settings, a name and a secret of its own', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('button', { name: 'Duplicate client' }).click();
  await administrator.expectDone('Client created.');
  await administrator.expectHeading(`${client.name} (copy)`);
  const secret = await page.getByRole('region', { name: 'Client secret' }).getByRole('code').first().textContent();
  const clientId = /\/clients\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  expect(clientId).not.toBe(client.clientId);
  const copy = await workspace.application({ ...client, clientId, secret: secret ?? '' });
  const { refresh_token } = await copy.signInForRefreshToken(visitor);
  await copy.refresh(refresh_token);
});

test('a secret that is replaced works beside the new one until it is revoked', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('button', { name: 'Replace secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the client secret?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Replace secret' }).click();
  await expect(dialog.getByLabel('Keep the current secret working for')).toHaveValue('1d');
  await dialog.getByRole('button', { name: 'Replace secret' }).click();
  await administrator.expectDone('The secret was replaced. The old one works beside it for the time shown below.');
  const secret = await page.getByRole('region', { name: 'Client secret' }).getByRole('code').first().textContent();
  const renewed = await workspace.application({ ...client, secret: secret ?? '' });
  const next = await application.refresh(refresh_token);
  const last = await renewed.refresh(next.refresh_token);
  await page.reload();
  const secrets = page.getByRole('table', { name: 'Client secrets' });
  await expect(secrets.getByRole('rowheader')).toHaveText([/^No\. 2\s*Current/, /^No\. 1\s*Previous/]);
  await secrets.getByRole('button', { name: 'Revoke secret' }).click();
  const asks = page.getByRole('dialog', { name: 'Revoke the previous secret?' });
  await asks.getByRole('button', { name: 'Revoke secret' }).click();
  await administrator.expectDone('The old secret was revoked. Only the current one works.');
  await expect(secrets.getByRole('rowheader')).toHaveText([/^No\. 2\s*Current/]);
  await expect(application.refresh(last.refresh_token)).rejects.toMatchObject({ status: 401 });
  await renewed.refresh(last.refresh_token);
});

test('a secret that leaked is replaced at once', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('button', { name: 'Replace secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the client secret?' });
  await dialog.getByLabel('Keep the current secret working for').selectOption('0');
  await dialog.getByRole('button', { name: 'Replace secret' }).click();
  await administrator.expectDone('The secret was replaced. The old one does not work any more.');
  const secret = await page.getByRole('region', { name: 'Client secret' }).getByRole('code').first().textContent();
  await expect(application.refresh(refresh_token)).rejects.toMatchObject({ status: 401 });
  const renewed = await workspace.application({ ...client, secret: secret ?? '' });
  await renewed.refresh(refresh_token);
});

test('a client that is disabled is refused and its refresh tokens end; enabled again, its users sign in anew', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('button', { name: 'Disable client' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disable this client?' });
  await expect(dialog).toContainText('1 active refresh token');
  await dialog.getByRole('button', { name: 'Disable client' }).click();
  await administrator.expectDone('The client is inactive, and its refresh tokens were ended.');
  await expect(application.refresh(refresh_token)).rejects.toMatchObject({ status: 401 });
  await page.getByRole('button', { name: 'Enable client' }).click();
  await administrator.expectDone('The client is active.');
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
});

test('a client that is deleted is gone, by name', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient();
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('button', { name: 'Delete client' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this client?' });
  await expect(dialog).toContainText(client.name);
  await dialog.getByRole('button', { name: 'Delete client' }).click();
  await administrator.expectDone('The client was deleted, and its refresh tokens were ended.');
  await administrator.expectHeading('Clients');
  await expect(page.getByRole('main')).toContainText('No client yet');
});

test('a grant type is taken away by unticking it, and refresh tokens that were issued work again once it is back', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  await page.getByRole('checkbox', { name: 'refresh_token' }).click({ force: true });
  await administrator.save();
  await administrator.save('Save, and pause them');
  await administrator.expectSaved();
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('unauthorized_client'));
  await page.getByRole('combobox', { name: 'Grant types' }).selectOption('refresh_token');
  await administrator.save();
  await administrator.expectSaved();
  await application.refresh(refresh_token);
});

test('a service of one\'s own gives scopes that users agree to', async ({ workspace, administrator, page, visitor }) => {
  await administrator.open(workspace.path());
  await administrator.choose('Applications', 'Services');
  await page.getByRole('link', { name: 'New service' }).click();
  await administrator.expectHeading('New service');
  await administrator.field('Name').fill('Orders');
  await administrator.save('Create service');
  await administrator.expectDone('Service created.');
  await administrator.field('Scope').fill('orders.read');
  await administrator.field('Display name').fill('Read orders');
  await administrator.field('What users read').fill('See what you ordered');
  await administrator.save('Add scope');
  await administrator.expectDone("The service's scopes were saved.");

  const client = await workspace.createClient({ scopes: ['openid', 'orders.read'] });
  const application = await workspace.application(client);
  const begun = await application.begin({ scope: 'openid orders.read' });
  await visitor.goTo(begun.url);
  await visitor.signIn();
  await expect(visitor.page.getByRole('listitem')).toHaveText(['Know who you are', 'See what you ordered']);
  await visitor.decide('Allow');
  expect((await application.exchange(begun, await visitor.returns(begun.state))).scope).toBe('openid orders.read');

  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog', { name: 'Remove this scope?' }).getByRole('button', { name: 'Remove scope' }).click();
  await expect(page.getByRole('main')).toContainText('No scopes yet');
});
