import { expect, test } from '../../support/test.ts';

test('the field of the bar leads to what it names, with JavaScript and without', async ({ workspace, administrator, page }) => {
  const { clientId, name } = await workspace.createClient();
  await administrator.open(workspace.path());
  await page.getByRole('banner').getByRole('searchbox', { name: 'Search everything' }).fill(clientId);
  await page.keyboard.press('Enter');
  await administrator.expectHeading('Search');
  const clients = page.getByRole('main').getByRole('region', { name: 'Clients' });
  await clients.getByRole('link', { name, exact: true }).click();
  await administrator.expectHeading(name);
  expect(new URL(page.url()).pathname).toBe(workspace.path(`/clients/${clientId}`));

  await administrator.open(workspace.path('/clients'));
  await page.getByRole('banner').getByRole('searchbox', { name: 'Search everything' }).fill('ttl');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Pages' }).getByRole('link', { name: 'Auth Server › Tokens' }).click();
  await administrator.expectHeading('Tokens');
});

test('a search on its own page says when there is nothing', async ({ administrator, page }) => {
  await administrator.open('/console/acme/-/search');
  const main = page.getByRole('main');
  await main.getByRole('searchbox', { name: 'Search for' }).fill('no such <thing>');
  await main.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(main).toContainText('Nothing that you may see is called “no such <thing>”.');
});

test('the switcher has a workspace that was opened lately', async ({ workspace, otherWorkspace, administrator, page }) => {
  await administrator.open(otherWorkspace.path('/settings/general'));
  await administrator.open(workspace.path('/settings/authorization'));
  await page.getByRole('button', { name: /^Switch workspace/ }).click();
  const menu = page.getByRole('group', { name: 'Tenant and workspace' });
  await expect(menu.getByText('Opened lately')).toBeVisible();
  await menu.getByRole('link', { name: otherWorkspace.name }).first().click();
  await administrator.expectHeading('Authorization');
  expect(new URL(page.url()).pathname).toBe(otherWorkspace.path('/settings/authorization'));
});
