import { Administrator } from '../../support/administrator.ts';
import { expect, test } from '../../support/test.ts';

test('what administrators and the command line do can be read in the log of the installation', async ({ installation, administrator, page }) => {
  const email = `logged-${Date.now()}@acme.example`;
  await installation.createAdministrator(email, 'Ada Lovelace');
  await administrator.open('/console');
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('link', { name: 'Installation log' }).click();
  await administrator.expectHeading('Installation log');
  const log = page.getByRole('table', { name: 'Log' });
  const line = log.getByRole('row').filter({ hasText: 'Administrator created' }).filter({ hasText: email });
  await expect(line).toContainText('Installation');
  await expect(line).toContainText('command line');

  await page.getByLabel('What was done').selectOption('Administrator created');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/\/console\/-\/log\?action=administrator\.created/);
  await expect(log.getByRole('row').filter({ hasText: email }).first()).toBeVisible();
  await expect(log.getByRole('row').filter({ hasText: 'One-time sign-in created' })).toHaveCount(0);
});

test('the log of a tenant says in which workspace something happened', async ({ workspace, administrator, page }) => {
  await administrator.open('/console/acme/-/log?action=workspace.created');
  await administrator.expectHeading('Audit log');
  const line = page.getByRole('table', { name: 'Log' }).getByRole('row').filter({ hasText: workspace.name });
  await expect(line.first()).toContainText('Workspace created');
});

test('an administrator of a tenant sees the log of the tenant and not the one of the installation', async ({ installation, newBrowser, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(403);
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);
  await administrator.open(await installation.createAdministrator(`tenant-${Date.now()}@acme.example`, 'Grace Hopper', '--tenant', 'acme'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectHeading('Workspaces');
  await page.getByRole('button', { name: 'Account of Grace Hopper' }).click();
  await expect(page.getByRole('link', { name: 'Installation log' })).toHaveCount(0);
  await administrator.open('/console/acme/-/log');
  await administrator.expectHeading('Audit log');
  await administrator.open('/console/-/log');
  await expect(page.getByRole('main')).toContainText('You are not allowed to see this.');
});

test('the log of a tenant is checked, also from a place that was noted', async ({ administrator, page }) => {
  await administrator.open('/console/acme/-/log');
  await page.getByRole('link', { name: 'Integrity' }).click();
  await administrator.expectHeading('Integrity of the audit log');
  // A line gets its place within seconds.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/^Lines 1 to [\d,]+ are as they were written\.$/)).toBeVisible({ timeout: 1000 });
  }).toPass();
  const place = await page.locator('dd code').first().innerText();
  expect(place).toMatch(/^\d+:[0-9a-f]{64}$/);
  await page.getByLabel('Place').fill(place.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')));
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText(/is not the one that was noted/)).toBeVisible();
  await page.getByLabel('Place').fill('somewhere');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('Type a place as an earlier check gave it')).toBeVisible();
});

test('a link loads newer events with the filter of the page, also without JavaScript', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/logs?group=changes&text=newer'));
  await expect(page.getByRole('heading', { name: 'No matching events' })).toBeVisible();
  await workspace.createService('Newer orders', []);
  await page.getByRole('link', { name: 'Show newer events' }).click();
  await expect(page).toHaveURL(/\/logs\?group=changes&text=newer$/);
  await expect(page.getByRole('table', { name: 'Log' }).getByRole('row').filter({ hasText: 'Newer orders' }).first()).toBeVisible();
});
