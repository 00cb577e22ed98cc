import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

/** The colour of a page's ground, as red, green and blue. */
const GROUND = { light: 'rgb(247, 248, 247)', dark: 'rgb(14, 19, 17)' };

test('the console is shown in the colours that one chooses, in the menu and at the account', async ({ workspace, administrator, page, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  await page.emulateMedia({ colorScheme: 'light' });
  await administrator.open(workspace.path('/clients?q=shop'));
  const body = page.locator('body');
  await expect(body).toHaveCSS('background-color', GROUND.light);

  await page.getByRole('button', { name: /^Account of/ }).click();
  const menu = page.getByRole('group', { name: 'Account' });
  await expect(menu.getByRole('button', { name: 'System' })).toHaveAttribute('aria-pressed', 'true');
  await menu.getByRole('button', { name: 'Dark' }).click();
  await expect(body).toHaveCSS('background-color', GROUND.dark);
  await expect(page, 'the page stays').toHaveURL(/\/clients\?q=shop$/);
  await expectWellMade(page, scripts);

  await administrator.open('/console/-/account');
  await expect(body, 'another page, too').toHaveCSS('background-color', GROUND.dark);
  const theme = page.getByRole('main').getByRole('group', { name: 'Theme' });
  await expect(theme.getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true');
  await theme.getByRole('button', { name: 'Light' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(body, 'whatever the system asks for').toHaveCSS('background-color', GROUND.light);
  await expectWellMade(page, scripts);

  await theme.getByRole('button', { name: 'System' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(body).toHaveCSS('background-color', GROUND.dark);
});
