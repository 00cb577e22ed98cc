import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test('the palette is opened, used and left by keys alone', async ({ workspace, administrator, page }) => {
  const { clientId, name } = await workspace.createClient();
  await administrator.open(workspace.path('/users'));
  const palette = page.getByRole('dialog', { name: 'Search everything' });
  const field = palette.getByRole('combobox', { name: 'Search everything' });
  await page.keyboard.press('Control+K');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();

  await page.keyboard.press('Control+K');
  await page.keyboard.type(name);
  const list = palette.getByRole('listbox');
  await expect(list.getByRole('group', { name: 'Clients' }).getByRole('option', { name }).first()).toBeVisible();
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  // The first is chosen; the focus stays in the field.
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await expectWellMade(page, true);
  await field.fill(clientId);
  await expect(list.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await administrator.expectHeading(name);

  await page.keyboard.press('Control+K');
  await page.keyboard.type('s');
  await expect(list.getByRole('option').nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const second = list.getByRole('option').nth(1);
  await expect(second).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await second.getAttribute('id')) ?? '');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(list.getByRole('option').last()).toHaveAttribute('aria-selected', 'true');
});

test('the field of the bar opens the palette, by a click and by typing', async ({ workspace, administrator, page }) => {
  const { clientId, name } = await workspace.createClient();
  await administrator.open(workspace.path(`/clients/${clientId}`));
  const bar = page.getByRole('banner').getByRole('searchbox', { name: 'Search everything' });
  const field = page.getByRole('combobox', { name: 'Search everything' });
  await bar.click();
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(bar).toBeFocused();
  await page.keyboard.type('quick');
  await expect(field).toHaveValue('quick');
  await expect(page.getByRole('option', { name: 'This client › Quickstart' })).toBeVisible();
  await page.keyboard.press('Enter');
  await administrator.expectHeading(name);
  expect(new URL(page.url()).pathname).toBe(workspace.path(`/clients/${clientId}/quickstart`));
});

test('keys alone lead to the search and to the list of shortcuts, and can be switched off', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path());
  const field = page.getByRole('combobox', { name: 'Search everything' });
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('/?');
  await expect(field).toHaveValue('/?');
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts).toBeVisible();
  await expect(shortcuts.getByRole('button', { name: 'Close' }), 'not the box that switches them off').toBeFocused();
  await expectWellMade(page, true);
  await shortcuts.getByRole('checkbox', { name: 'Use / and ?' }).uncheck();
  await shortcuts.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await administrator.alive();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(shortcuts).toBeHidden();
  await expect(field).toBeHidden();
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(shortcuts).toBeVisible();
});

test('the switcher finds a workspace while it is typed, and opens it at the same page', async ({ workspace, otherWorkspace, administrator, page }) => {
  await administrator.open(workspace.path('/settings/general'));
  await page.getByRole('button', { name: /^Switch workspace/ }).click();
  const menu = page.getByRole('group', { name: 'Tenant and workspace' });
  await expect(menu.getByRole('combobox', { name: 'Search workspaces' })).toBeFocused();
  await page.keyboard.insertText(otherWorkspace.name);
  await expect(menu.getByRole('option', { name: otherWorkspace.name }).first()).toBeVisible();
  await expect(menu.getByRole('link'), 'only what is found stands there').toHaveCount(0);
  await page.keyboard.press('Enter');
  await administrator.expectHeading('General');
  expect(new URL(page.url()).pathname).toBe(otherWorkspace.path('/settings/general'));
});

test('in a narrow window the palette takes the place of the field', async ({ workspace, administrator, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await administrator.open(workspace.path());
  await page.getByRole('banner').getByRole('link', { name: 'Search everything' }).click();
  await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused();
});
