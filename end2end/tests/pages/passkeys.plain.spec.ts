import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test.use({ atLocalhost: true });

test('without JavaScript the sign-in pages say that passkeys need it, and the password does', async ({ workspace, visitor }) => {
  const { page, user } = visitor;
  await page.goto('/console/sign-in');
  await expect(page.getByText('Passkeys need JavaScript. Sign in with your password.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await expectWellMade(page, false);

  await page.goto(`${workspace.issuer}/account`);
  await expect(page.getByText('Passkeys need JavaScript. Without it, sign in with your password.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await expectWellMade(page, false);
  await visitor.signIn();
  await page.getByRole('link', { name: 'Passkeys' }).click();
  await expect(page.getByText('Passkeys need JavaScript. Turn it on for this site before you add one.')).toBeVisible();
  await page.getByLabel('Name').fill('Phone');
  await page.getByLabel('Current password').fill(user.password);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Turn it on for this site, and add the passkey then.')).toBeVisible();
  await expectWellMade(page, false);
});
