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
  await expect(page.getByRole('main')).toContainText('No workspace has “no such thing” in its name or address.');
});

test('every change is in the log, with what it was and what it is', async ({ workspace, administrator, page }) => {
  await workspace.setTokens({ refresh_token_ttl: '90d' });
  await administrator.open(workspace.path());
  await administrator.choose('Activity', 'Logs');
  await administrator.expectHeading('Logs');
  const log = page.getByRole('table', { name: 'Log' });
  const line = log.getByRole('row').filter({ hasText: 'refresh_token_ttl' });
  await expect(line.getByRole('deletion')).toHaveText(['30d']);
  await expect(line.getByRole('insertion')).toHaveText(['90d']);
  await expect(line).toContainText('ada@acme.example');
});

test('a list that is longer than a page is walked by its links', async ({ workspace, administrator, page }) => {
  for (let number = 1; number <= 22; number += 1) await workspace.createUser({ identifier: `user-${number}`, name: `User ${number}`, password: 'long enough for anybody' });
  await administrator.open(workspace.path('/users'));
  const rows = page.getByRole('table', { name: 'Users' }).getByRole('rowheader');
  await expect(rows).toHaveCount(20);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(2);
  await page.goBack();
  await expect(rows).toHaveCount(20);
  await page.getByRole('searchbox', { name: 'Search users' }).fill('user-22');
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await expect(rows).toHaveText(['user-22']);
});
