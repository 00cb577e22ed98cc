import { expect, test } from '../../support/test.ts';

test('a log is followed: what happens comes on top, once, and it is paused and resumed by keyboard', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/logs?group=changes'));
  const log = page.getByRole('table', { name: 'Log' });
  const shown = await log.getByRole('row').count();
  const follow = page.getByRole('button', { name: 'Follow' });
  await follow.focus();
  await page.keyboard.press('Enter');
  const pause = page.getByRole('button', { name: 'Pause' });
  await expect(pause).toBeFocused();
  const said = page.getByRole('status').filter({ hasText: /new|Paused/i });
  await expect(said).toHaveText('New events appear on top.');

  await workspace.createService('Live orders', []);
  const rows = log.getByRole('row').filter({ hasText: 'Live orders' });
  await expect(rows.first()).toContainText('Service created');
  // The first row is the head.
  await expect(log.getByRole('row').nth(1)).toContainText('Live orders');
  await expect(said).toHaveText(/^\d+ new events?$/);

  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused();
  await expect(said).toHaveText('Paused.');
  await workspace.createService('Quiet orders', []);
  await page.keyboard.press('Enter');
  // What happened while it was paused comes now, and nothing comes twice.
  await expect(log.getByRole('row').filter({ hasText: 'Quiet orders' }).first()).toBeVisible();
  const lines = await log.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-event')));
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThan(shown - 1);
});

test('a log without a line that fits waits for the first one', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/logs?text=waited+for'));
  await expect(page.getByRole('heading', { name: 'No matching events' })).toBeVisible();
  const log = page.getByRole('table', { name: 'Log' });
  await expect(log).toBeHidden();
  await page.getByRole('button', { name: 'Follow' }).click();
  await workspace.createService('Waited for', []);
  await expect(log.getByRole('row').filter({ hasText: 'Waited for' }).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No matching events' })).toBeHidden();
});
