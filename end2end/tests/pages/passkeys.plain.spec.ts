import type { Locator, Page } from '@playwright/test';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test.use({ atLocalhost: true });

/** What is there for those without JavaScript. Playwright's texts look past it. */
const without = (page: Page, text: string): Locator => page.locator('noscript p').filter({ hasText: text });

test('without JavaScript the sign-in pages say that passkeys need it, and the password does', async ({ workspace, visitor }) => {
  const { page, user } = visitor;
  await page.goto('/console/sign-in');
  await expect(without(page, 'Passkeys need JavaScript. Sign in with your password.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await expectWellMade(page, false);

  await page.goto(`${workspace.issuer}/account`);
  await expect(without(page, 'Passkeys need JavaScript. Without it, sign in with your password.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await expectWellMade(page, false);
  await visitor.signIn();
  await page.getByRole('link', { name: 'Passkeys' }).click();
  await expect(without(page, 'Passkeys need JavaScript. Turn it on for this site before you add one.')).toBeVisible();
  await page.getByLabel('Name').fill('Phone');
  await page.getByLabel('Current password').fill(user.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(without(page, 'Turn it on for this site, and add the passkey then.')).toBeVisible();
  await expectWellMade(page, false);
});
