import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

test('ticked refresh tokens are named, counted and revoked together', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const first = await application.signInForRefreshToken(visitor);
  const second = await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  await administrator.open(workspace.path('/tokens?state=live'));
  const ticks = page.getByRole('checkbox', { name: /^Select: Refresh token of/ });
  await expect(ticks).toHaveCount(3);
  // The newest stands first.
  await ticks.nth(1).check();
  await ticks.nth(2).check();
  await page.getByRole('button', { name: 'Revoke selected' }).click();
  await administrator.expectHeading('Revoke selected');
  await expect(page.getByRole('main')).toContainText('2 active refresh tokens');
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: visitor.user.identifier })).toHaveCount(2);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await administrator.expectHeading('Refresh tokens');
  await page.getByRole('link', { name: 'Select all on this page' }).click();
  await expect(ticks.first()).toBeChecked();
  await ticks.first().uncheck();
  await page.getByRole('button', { name: 'Revoke selected' }).click();
  await page.getByRole('button', { name: 'Revoke 2 refresh tokens' }).click();
  await administrator.expectDone('The refresh tokens were revoked.');
  await expect(page).toHaveURL(/state=live/);
  await expect(ticks).toHaveCount(1);
  for (const tokens of [first, second]) {
    await expect(application.refresh(tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  }
});

test('what a filter matches is downloaded, and the filter is kept under a name', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path('/tokens?state=live&scope=offline_access'));
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^refresh-tokens-acme-.*\.csv$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const file = Buffer.concat(chunks).toString();
  expect(file).toContain(visitor.user.identifier);
  expect(file).not.toContain(refresh_token);

  await page.getByText('Save this view').click();
  await page.getByLabel('Name', { exact: true }).fill('In use');
  await page.getByRole('button', { name: 'Save view' }).click();
  await administrator.expectDone('The view was saved.');
  await administrator.open(workspace.path('/tokens'));
  const views = page.getByRole('navigation', { name: 'Saved views' });
  await views.getByRole('link', { name: 'In use' }).click();
  await expect(page).toHaveURL(/scope=offline_access/);
  await views.getByRole('button', { name: 'Remove view In use' }).click();
  await administrator.expectDone('The saved view was removed.');
  await expect(views).toHaveCount(0);
});

test('a change is taken back from the notice that says it was saved, and the notice is shown once', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/settings/general'));
  await administrator.field('Name').fill('Renamed');
  await administrator.save();
  await administrator.expectSaved();
  await expect(administrator.field('Name')).toHaveValue('Renamed');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await administrator.expectDone('Undone. It is as it was before');
  await expect(administrator.field('Name')).toHaveValue(workspace.name);
  await page.reload();
  await administrator.alive();
  await expect(page.getByText('Undone.')).toHaveCount(0);
});
