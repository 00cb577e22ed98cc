import { Administrator } from '../../support/administrator.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';
import { VirtualAuthenticator } from '../../support/virtual-authenticator.ts';

// Browsers have no passkeys at an IP address, which is where the other tests are.
test.use({ atLocalhost: true });

const PASSWORD = 'the analytical engine';

test('an administrator adds a passkey, signs in with it alone and after the password, and removes it', async ({ installation, newBrowser, complaints }) => {
  complaints.expectStatus(422);
  const email = 'passkeys@acme.example';
  const page = await newBrowser();
  const authenticator = await VirtualAuthenticator.at(page);
  const administrator = new Administrator(page, true);
  await administrator.open(await installation.createAdministrator(email, 'Ada Lovelace'));
  await page.getByLabel(/^New password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectSignedIn();

  await administrator.open('/console/-/account/passkeys');
  await administrator.expectHeading('Passkeys');
  await page.getByLabel('Name').fill('Laptop');
  await page.getByLabel('Your password').fill('not the password');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Your password')).toHaveAccessibleDescription(/^This is not your current password/);
  await expect(page.getByLabel('Name')).toHaveValue('Laptop');
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Create your passkey' })).toBeVisible();
  await expectWellMade(page, true);
  await authenticator.touchedFor(async () => {
    await page.getByRole('button', { name: 'Create passkey' }).click();
    await administrator.expectDone('Your passkey was added. Your other sessions were ended.');
  });
  await expect(page.getByRole('region', { name: 'Recovery codes' })).toBeVisible();
  expect(await authenticator.count()).toBe(1);
  await administrator.open('/console/-/account/passkeys');
  await expect(page.getByRole('row', { name: 'Laptop' })).toContainText('Never');
  await expectWellMade(page, true);

  await test.step('alone', async () => {
    await page.context().clearCookies();
    await page.goto('/console/sign-in');
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
    await expectWellMade(page, true);
    await authenticator.touchedFor(async () => {
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await administrator.expectSignedIn();
    });
  });

  await test.step('after the password', async () => {
    await page.context().clearCookies();
    await page.goto('/console/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expectWellMade(page, true);
    await authenticator.touchedFor(async () => {
      await page.getByRole('button', { name: 'Use a passkey' }).click();
      await administrator.expectSignedIn();
    });
  });

  await administrator.open('/console/-/account/passkeys');
  const remove = page.locator('form').filter({ has: page.getByRole('button', { name: 'Remove passkey' }) });
  await remove.getByLabel('Passkey').selectOption({ label: 'Laptop' });
  await remove.getByLabel('Your password').fill('not the password');
  await remove.getByRole('button', { name: 'Remove passkey' }).click();
  await expect(remove.getByLabel('Your password')).toHaveAccessibleDescription(/^This is not your current password/);
  await expectWellMade(page, true);
  await remove.getByLabel('Passkey').selectOption({ label: 'Laptop' });
  await remove.getByLabel('Your password').fill(PASSWORD);
  await remove.getByRole('button', { name: 'Remove passkey' }).click();
  await administrator.expectDone('Your passkey was removed. Your other sessions were ended.');
  await page.context().clearCookies();
  await page.goto('/console/sign-in');
  await authenticator.touchedFor(async () => {
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'This passkey does not work here' })).toBeVisible();
  });
  await expectWellMade(page, true);
});

test('a user adds a passkey at their account, and signs in to an application with it', async ({ workspace, visitor, complaints }) => {
  complaints.expectStatus(422);
  const { page, user } = visitor;
  const authenticator = await VirtualAuthenticator.at(page);
  await page.goto(`${workspace.issuer}/account`);
  await page.getByLabel('User name or e-mail').fill(user.identifier);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Passkeys' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your passkeys' })).toBeVisible();
  await expectWellMade(page, true);
  await page.getByLabel('Name').fill('Phone');
  await page.getByLabel('Current password').fill(user.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectWellMade(page, true);
  await authenticator.touchedFor(async () => {
    await page.getByRole('button', { name: 'Create passkey' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Your recovery codes' })).toBeVisible();
  });
  await expect(page.getByRole('status').filter({ hasText: 'Your passkey was added.' })).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy the codes' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect((await page.evaluate(() => navigator.clipboard.readText())).split('\n')).toEqual(await page.getByRole('listitem').allTextContents());
  await expectWellMade(page, true);

  await test.step('after the password, where a recovery code is for the loss of it', async () => {
    await page.context().clearCookies();
    await page.goto(`${workspace.issuer}/account`);
    await page.getByLabel('User name or e-mail').fill(user.identifier);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toBeVisible();
    await expect(page.getByLabel('Recovery code')).toBeHidden();
    await page.getByText('Use a recovery code').click();
    await expect(page.getByLabel('Recovery code')).toBeVisible();
    await expectWellMade(page, true);
    await authenticator.touchedFor(async () => {
      await page.getByRole('button', { name: 'Use a passkey' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
    });
  });

  const application = await workspace.application();
  await page.context().clearCookies();
  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await expectWellMade(page, true);
  await authenticator.verifies(false);
  await authenticator.touchedFor(async () => {
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  });
  await authenticator.verifies(true);
  await authenticator.touchedFor(async () => {
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await visitor.decide('Allow');
  });
  await visitor.returns(begun.state);
});
