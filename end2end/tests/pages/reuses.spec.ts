import { type Application, type Asking, refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';
import type { Visitor } from '../../support/visitor.ts';

/** An old refresh token of a new sign-in comes back. */
async function reuse(application: Application, visitor: Visitor, again: Asking = {}): Promise<void> {
  const stolen = await application.signInForRefreshToken(visitor, again);
  const second = await application.refresh(stolen.refresh_token);
  await application.refresh(second.refresh_token);
  await expect(application.refresh(stolen.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
}

test('a reuse is looked into, marked as handled and opened again', async ({ workspace, administrator, page, visitor }) => {
  await workspace.setTokens({ retry_window: '0' });
  const application = await workspace.application();
  await reuse(application, visitor);

  await administrator.open(workspace.path());
  const main = page.getByRole('main');
  await expect(main).toContainText('Once in the last day, an old refresh token came back.');
  await expect(main).toContainText(/At Demo shop, token 1 of 3 of .* came back from /);
  await main.getByRole('link', { name: /^Open: refresh token of/ }).click();
  await administrator.expectHeading(`Demo shop for ${visitor.user.identifier}`);
  await expect(main).toContainText('Not handled');
  await page.goBack();
  await main.getByRole('link', { name: /^Revoke everything of this user/ }).click();
  await administrator.expectHeading('Sign out everywhere?');
  await page.goBack();

  await main.getByRole('link', { name: /^Mark as handled/ }).click();
  await administrator.expectHeading('Mark as handled');
  await administrator.field('Note').fill('x'.repeat(501));
  await administrator.save('Mark as handled');
  await expect(main).toContainText('Use at most 500 characters.');
  await administrator.field('Note').fill('Lost phone');
  await administrator.save('Mark as handled');
  await administrator.expectDone('Marked as handled.');
  await expect(main).not.toContainText('an old refresh token came back');

  await administrator.choose('Activity', 'Token reuse');
  await administrator.expectHeading('Refresh token reuse');
  await expect(main).toContainText('Nothing to handle');
  await page.getByRole('navigation', { name: 'Which reuses' }).getByRole('link', { name: 'Handled', exact: true }).click();
  const rows = page.getByRole('table', { name: 'Refresh token reuse' });
  await expect(rows).toContainText('Lost phone');
  await rows.getByRole('button', { name: /^Open again/ }).click();
  await administrator.expectDone('The reuse is open again.');
  await administrator.open(workspace.path('/logs?group=security'));
  const log = page.getByRole('table', { name: 'Log' });
  await expect(log.getByRole('row').filter({ hasText: 'Refresh token reuse opened again' })).toContainText('Lost phone');
  await expect(log.getByRole('row').filter({ hasText: 'Refresh token reuse detected' })).toContainText('Not handled');
});

test('ticked reuses are marked together', async ({ workspace, administrator, page, visitor }) => {
  await workspace.setTokens({ retry_window: '0' });
  const application = await workspace.application();
  await reuse(application, visitor);
  await reuse(application, visitor, { signsIn: false, consent: 'not asked' });
  await administrator.open(workspace.path('/reuses'));
  const ticks = page.getByRole('checkbox', { name: /^Select: token 1 of 3 of/ });
  await expect(ticks).toHaveCount(2);
  await page.getByRole('link', { name: 'Select all on this page' }).click();
  await expect(ticks.first()).toBeChecked();
  await page.getByRole('button', { name: 'Mark selected as handled' }).click();
  await administrator.expectHeading('Mark as handled');
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: visitor.user.identifier })).toHaveCount(2);
  await administrator.save('Mark as handled');
  await administrator.expectDone('Marked as handled.');
  await expect(page.getByRole('main')).toContainText('Nothing to handle');
});
