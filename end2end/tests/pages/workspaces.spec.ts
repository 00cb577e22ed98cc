import { Administrator } from '../../support/administrator.ts';
import { expect, test } from '../../support/test.ts';

test('a workspace is made, found, renamed, and is an issuer at once', async ({ administrator, page, request, installation }, { project, workerIndex }) => {
  const name = `Partner API ${project.name} ${workerIndex}`;
  const slug = name.toLowerCase().replaceAll(' ', '-');
  await administrator.open('/console/acme');
  await page.getByRole('link', { name: 'New workspace' }).first().click();
  await administrator.expectHeading('New workspace');
  await administrator.field('Name').fill(name);
  await administrator.save('Create workspace');
  await administrator.expectDone('Workspace created. Its settings are the defaults.');
  await administrator.expectHeading(name);
  expect(new URL(page.url()).pathname).toBe(`/console/acme/${slug}`);
  const issuer = `${installation.url}/acme/${slug}`;
  await expect(page.getByRole('main').getByText(issuer, { exact: true })).toBeVisible();
  expect(await (await request.get(`${issuer}/.well-known/openid-configuration`)).json()).toMatchObject({ issuer });

  await administrator.choose('Settings', 'General');
  await administrator.expectHeading('General');
  await administrator.field('Name').fill(`${name}, renamed`);
  await administrator.save();
  await administrator.expectSaved();

  await administrator.open('/console/acme');
  await page.getByRole('searchbox', { name: 'Search workspaces' }).fill(slug);
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('table', { name: 'Workspaces' }).getByRole('rowheader')).toHaveText([`${name}, renamed`]);
  await page.getByRole('searchbox', { name: 'Search workspaces' }).fill('no such thing');
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('main')).toContainText('No workspace has “no such thing” in its name or identifier.');
});

test('every change is in the log, with what it was and what it is', async ({ workspace, administrator, page }) => {
  await workspace.setTokens({ refresh_token_ttl: '90d' });
  await administrator.open(workspace.path());
  await administrator.choose('Activity', 'Logs');
  await administrator.expectHeading('Logs');
  const log = page.getByRole('table', { name: 'Log' });
  const line = log.getByRole('row').filter({ hasText: 'Refresh token TTL' });
  await expect(line.getByRole('deletion')).toHaveText(['30 days']);
  await expect(line.getByRole('insertion')).toHaveText(['90 days']);
  await expect(line).toContainText('ada@acme.example');
});

test('a list that is longer than a page is walked by its links', async ({ workspace, administrator, page }) => {
  for (let number = 1; number <= 22; number += 1) await workspace.createUser({ identifier: `user-${number}`, name: `User ${number}`, password: 'long enough for anybody' });
  await administrator.open(workspace.path('/users'));
  const rows = page.getByRole('table', { name: 'Users' }).getByRole('rowheader');
  await expect(rows).toHaveCount(20);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages).toContainText('1–20 of 22 users');
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(2);
  await expect(pages).toContainText('21–22 of 22 users');
  await page.goBack();
  await expect(rows).toHaveCount(20);
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(rows).toHaveCount(20);
  await expect(pages).toContainText('1–20 of 22 users');

  const added = page.getByRole('columnheader', { name: 'Added' });
  const name = page.getByRole('columnheader', { name: 'User name' });
  await expect(added).toHaveAttribute('aria-sort', 'descending');
  await name.getByRole('link').click();
  await expect(name).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows.first()).toHaveText('user-1');
  await name.getByRole('link').click();
  await expect(name).toHaveAttribute('aria-sort', 'descending');
  await expect(rows.first()).toHaveText('user-9');
  await expect(page).toHaveURL(/sort=-identifier/);
  await page.getByRole('searchbox', { name: 'Search users' }).fill('22 user');
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await expect(rows).toHaveText(['user-22']);
  const box = await page.getByRole('row').nth(1).boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 8, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await page.waitForURL(/\/users\/[0-9a-f-]{36}$/);
});

test('another workspace is opened at the page that this one shows', async ({ workspace, administrator, page }) => {
  const { clientId } = await workspace.createClient();
  await administrator.open(workspace.path(`/clients/${clientId}/oauth`));
  await page.getByRole('button', { name: /^Switch workspace/ }).click();
  const menu = page.getByRole('group', { name: 'Tenant and workspace' });
  await menu.getByRole('list').first().getByRole('link').last().click();
  await administrator.expectHeading('Clients');
  expect(new URL(page.url()).pathname).toMatch(/^\/console\/acme\/[^/]+\/clients$/);
});

test('a workspace is deleted with everything in it, when its name was typed', async ({ workspace, administrator, page, visitor, complaints }) => {
  complaints.expectStatus(404, 422);
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path('/settings/general'));
  await administrator.choose('Settings', 'Danger zone');
  await administrator.expectHeading('Danger zone');
  const main = page.getByRole('main');
  for (const goes of ['1 client', '1 user with their sessions', '1 active refresh token']) await expect(main.getByRole('listitem').filter({ hasText: goes })).toBeVisible();

  await administrator.field('Name').fill('another');
  await administrator.save('Delete workspace');
  await expect(administrator.field('Name')).toHaveAccessibleDescription(/^This is not its name\./);
  await expect(administrator.field('Name')).toHaveValue('another');
  await administrator.alive();
  await main.getByRole('link', { name: 'Cancel' }).click();
  await administrator.expectHeading('General');
  await administrator.choose('Settings', 'Danger zone');
  await administrator.expectHeading('Danger zone');
  await administrator.field('Name').fill(workspace.name);
  await administrator.save('Delete workspace');
  await administrator.expectHeading('Workspaces');
  await administrator.expectDone('The workspace was deleted, with everything in it.');
  await expect(application.refresh(refresh_token)).rejects.toThrow();
  expect((await page.goto(workspace.path()))?.status()).toBe(404);
  await administrator.open('/console/acme/-/log?action=workspace.deleted');
  await expect(main.getByRole('row').filter({ hasText: workspace.name })).toContainText('Workspace deleted');
});

test('a tenant is renamed, and deleted with its workspaces, by an administrator of the installation alone', async ({ installation, administrator, page, newBrowser, javaScriptEnabled }) => {
  const tenant = `doomed-${javaScriptEnabled === false ? 'plain' : 'alive'}`;
  await installation.say('tenant', 'create', '--slug', tenant, '--name', 'Doomed');
  await installation.say('workspace', 'create', '--tenant', tenant, '--slug', 'main', '--name', 'Main');
  const link = await installation.createAdministrator(`own@${tenant}.example`, 'Own Administrator', '--tenant', tenant);
  const other = new Administrator(await newBrowser(), javaScriptEnabled !== false);
  await other.open(link);
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.expectHeading('Workspaces');
  await other.open(`/console/${tenant}/-/settings`);
  await other.expectHeading('Tenant settings');
  await expect(other.page.getByRole('button', { name: 'Delete tenant' })).toHaveCount(0);

  await administrator.open(`/console/${tenant}`);
  await page.getByRole('button', { name: /^Switch workspace/ }).click();
  await page.getByRole('link', { name: 'Tenant settings' }).click();
  await administrator.expectHeading('Tenant settings');
  await administrator.field('Name of the tenant').fill('Doomed International');
  await administrator.save('Rename tenant');
  await administrator.expectDone('Tenant renamed.');
  for (const goes of ['1 workspace', '1 administrator of this tenant alone']) await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: goes })).toBeVisible();
  await administrator.field('Name').fill('Doomed International');
  await administrator.save('Delete tenant');
  await administrator.expectDone('The tenant was deleted, with everything in it.');
  await other.page.goto(`/console/${tenant}`);
  await other.expectHeading('Sign in to the console');
});
