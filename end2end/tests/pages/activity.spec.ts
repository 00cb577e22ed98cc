import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test('a client that nothing happened at leads to its first sign-in', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  await administrator.open(workspace.path(`/clients/${client.clientId}?period=7d`));
  await administrator.expectHeading(client.name);
  await expect(page.getByRole('heading', { name: 'Nothing counted in the last 7 days' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: '7 days' })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('main').getByRole('link', { name: 'Open Quickstart' }).click();
  await expect(page).toHaveURL(new RegExp(`/clients/${client.clientId}/quickstart$`));
});

test('the overview draws what happened, and has it as a table', async ({ workspace, administrator, javaScriptEnabled, page, visitor }) => {
  const application = await workspace.application(await workspace.createClient({ refreshTokens: true }));
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await application.refresh(refresh_token);
  await administrator.open(workspace.path());
  await expect(page.getByRole('img', { name: /^Refreshes: 1 in 24 hours/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Refresh tokens issued: 1 in 24 hours/ })).toBeVisible();
  await page.getByText('Show as a table').click();
  const table = page.getByRole('table', { name: 'Activity of the last 24 hours' });
  await expect(table.getByRole('columnheader')).toHaveText([
    'From', 'Refreshes', 'Retries', 'Logins', 'Refusals', 'Reuse detected', 'Refresh tokens issued', 'Refresh tokens revoked',
  ]);
  await expect(table.getByRole('row')).toHaveCount(25);
  await page.getByText('Get these figures over the admin API').click();
  await expect(page.getByRole('region', { name: 'Call for these figures' })).toContainText('/activity?period=24h');
  await expectWellMade(page, javaScriptEnabled !== false);
});
