import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

test('the inventory shows what lives and what ended, and why', async ({ workspace, administrator, page, visitor }) => {
  await workspace.setTokens({ retry_window: '0' });
  const application = await workspace.application();
  const stolen = await application.signInForRefreshToken(visitor);
  const second = await application.refresh(stolen.refresh_token);
  await application.refresh(second.refresh_token);
  await expect(application.refresh(stolen.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  const kept = await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  await application.refresh(kept.refresh_token, 'openid');

  await administrator.open(workspace.path());
  await expect(page.getByRole('main')).toContainText('Once in the last day, an old refresh token came back.');
  await administrator.choose('Activity', 'Refresh tokens');
  await administrator.expectHeading('Refresh tokens');
  const families = page.getByRole('table', { name: 'Refresh tokens' });
  await expect(families.getByRole('rowheader')).toHaveCount(2);
  await page.getByLabel('State').selectOption('Revoked');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(families.getByRole('rowheader')).toHaveCount(1);
  await expect(families.getByRole('cell', { name: 'Revoked' })).toBeVisible();
  await families.getByText(/^\d scopes$/).click();
  await expect(families.getByText('offline_access')).toBeVisible();
  await expect(families.getByRole('link', { name: visitor.user.identifier, exact: true })).toHaveAttribute('href', new RegExp(`${workspace.path('/users')}/`));
  await expect(families.getByRole('link', { name: 'Demo shop', exact: true })).toHaveAttribute('href', workspace.path(`/clients/${application.registration.clientId}`));
  await families.getByRole('rowheader').getByRole('link').click();
  await administrator.expectHeading(`Demo shop for ${visitor.user.identifier}`);
  await expect(page.getByRole('region', { name: 'What ended it' }).or(page.getByRole('main'))).toContainText('an old refresh token was used again.');
});

test('an administrator revokes a refresh token', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path(`/clients/${application.registration.clientId}/tokens`));
  await page.getByRole('table', { name: 'Refresh tokens' }).getByRole('button', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke this refresh token?' });
  await expect(dialog).toContainText(visitor.user.identifier);
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await administrator.expectDone('The refresh token was revoked.');
  await expect(application.refresh(tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  expect(await application.introspect(tokens.access_token)).toEqual({ active: false });
});

test('the guide says where each client stands, and leads to what is missing', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ name: 'Webshop' });
  await workspace.createClient({ name: 'Back office', refreshTokens: true });
  await administrator.open(workspace.path());
  await administrator.choose('Guides', 'Using refresh tokens');
  await administrator.expectHeading('Using refresh tokens');
  const steps = page.getByRole('main').getByRole('list').filter({ hasText: 'Allow the grant in the workspace' }).getByRole('listitem');
  await page.getByRole('combobox', { name: 'Client' }).fill('web');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(steps).toContainText(['Done', 'Missing', 'Missing', 'Done']);
  await page.getByRole('link', { name: 'Any client' }).click();
  await page.getByRole('combobox', { name: 'Client' }).fill('office back');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(steps).toContainText(['Done', 'Done', 'Done', 'Done']);
  await expect(page.getByRole('main')).toContainText('This client can get refresh tokens.');
  await page.goBack();
  await page.goBack();
  await expect(steps).toContainText(['Done', 'Missing', 'Missing', 'Done']);
  await steps.getByRole('link', { name: 'Let the client ask for offline access' }).click();
  await administrator.expectHeading('Webshop');
  expect(new URL(page.url()).pathname).toBe(workspace.path(`/clients/${client.clientId}/scopes`));
});
