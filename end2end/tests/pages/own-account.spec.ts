import type { Page } from '@playwright/test';
import { refusal } from '../../support/application.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';
import { grace, Visitor } from '../../support/visitor.ts';

const OTHER = 'amazing grace in the navy';

/** The address of the link in a mail. */
function link(mail: string): string {
  const found = /^https?:\/\/\S+\?token=\S+$/m.exec(mail)?.[0];
  if (found === undefined) throw new Error(`there is no link in: ${mail}`);
  return found;
}

async function signIn(page: Page, issuer: string, identifier: string, password: string): Promise<void> {
  await page.goto(`${issuer}/account`);
  await page.getByLabel('User name or e-mail').fill(identifier);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function expectHeading(page: Page, name: string, scripts: boolean): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expectWellMade(page, scripts);
}

test('who has forgotten their password gets a link, chooses a new one and signs in, and is signed out elsewhere', async ({ installation, workspace, visitor, newBrowser, relyingParty, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(422);
  complaints.expectStatus(400);
  const { page } = visitor;
  const scripts = javaScriptEnabled !== false;
  const elsewhere = await newBrowser();
  await signIn(elsewhere, workspace.issuer, grace.identifier, grace.password);
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(new Visitor(elsewhere, grace, relyingParty), { signsIn: false });
  await page.goto(`${workspace.issuer}/account`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expectHeading(page, 'Reset your password', scripts);
  await page.getByLabel('User name or e-mail').fill(grace.identifier);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expectHeading(page, 'Check your mail', scripts);

  const address = link(await installation.mail(`${workspace.issuer}/password/new`));
  await page.goto(address);
  await expectHeading(page, 'Choose a new password', scripts);
  await page.getByLabel('New password').fill('password1234');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/^Many people use this password/);
  await expectWellMade(page, scripts);
  await page.getByLabel('New password').fill(OTHER);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expectHeading(page, 'Your password was changed', scripts);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await visitor.signIn(OTHER);
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  await elsewhere.goto(`${workspace.issuer}/account`);
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(application.refresh(tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  expect(await installation.mail('was changed just now')).toContain(`To: ${grace.identifier}`);
  await page.goto(address);
  await expectHeading(page, 'This link does not work any more', scripts);
});

test('somebody registers, confirms the address and signs in', async ({ installation, workspace, newBrowser, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(422);
  const scripts = javaScriptEnabled !== false;
  await workspace.setSignIn({ registration: true });
  const page = await newBrowser();
  await page.goto(`${workspace.issuer}/account`);
  await page.getByRole('link', { name: 'Create one' }).click();
  await expectHeading(page, 'Create an account', scripts);
  await page.getByLabel('Name', { exact: true }).fill('Radia Perlman');
  await page.getByLabel('E-mail').fill('radia@acme.example');
  await page.getByLabel('Password').fill('radia.perlman.acme');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/^This is easy to guess/);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Radia Perlman');
  await expectWellMade(page, scripts);
  await page.getByLabel('Password').fill('i think that i shall never see');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expectHeading(page, 'Check your mail', scripts);
  await page.goto(link(await installation.mail(`${workspace.issuer}/register/confirm`)));
  await expectHeading(page, 'Finish your registration', scripts);
  await page.getByLabel('Password').fill('what somebody else may have typed');
  await page.getByRole('button', { name: 'Finish the registration' }).click();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/^This is not your current password/);
  await expectWellMade(page, scripts);
  await page.getByLabel('Password').fill('i think that i shall never see');
  await page.getByRole('button', { name: 'Finish the registration' }).click();
  await expectHeading(page, 'Your account is ready', scripts);
  await signIn(page, workspace.issuer, 'radia@acme.example', 'i think that i shall never see');
  await expect(page.getByText('radia@acme.example (confirmed)')).toBeVisible();
});

test('a user edits their profile, confirms their address and changes their password', async ({ installation, workspace, visitor, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(422);
  const { page } = visitor;
  const scripts = javaScriptEnabled !== false;
  await signIn(page, workspace.issuer, grace.identifier, grace.password);
  await expectHeading(page, 'Your account', scripts);
  await page.getByRole('link', { name: 'Edit profile' }).click();
  await expectHeading(page, 'Your profile', scripts);
  await page.getByLabel('Name', { exact: true }).fill('Amazing Grace');
  await page.getByLabel('Phone number').fill('030 123456');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Phone number')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Amazing Grace');
  await expectWellMade(page, scripts);
  await page.getByLabel('Phone number').fill('+49 30 123456');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Your profile was saved.');
  await expect(page.getByText('Amazing Grace')).toBeVisible();

  await page.getByRole('link', { name: 'Confirm or change e-mail address' }).click();
  await expectHeading(page, 'Your e-mail address', scripts);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expectHeading(page, 'Check your mail', scripts);
  await page.goto(link(await installation.mail(`${workspace.issuer}/account/email/confirm`)));
  await expectHeading(page, 'Is this your address?', scripts);
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expectHeading(page, 'Address confirmed', scripts);
  await page.getByRole('link', { name: 'Go to your account' }).click();
  await expect(page.getByText('grace@acme.example (confirmed)')).toBeVisible();

  await page.getByRole('link', { name: 'Change password' }).click();
  await expectHeading(page, 'Change your password', scripts);
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill(OTHER);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/^This is not your current password/);
  await page.getByLabel('Current password').fill(grace.password);
  await page.getByLabel('New password').fill(OTHER);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('status')).toContainText('Your password was changed.');
});

test('a user signs another browser out, and deletes their account', async ({ workspace, visitor, newBrowser, javaScriptEnabled }) => {
  const { page } = visitor;
  const scripts = javaScriptEnabled !== false;
  await workspace.setSignIn({ account_deletion: true });
  const elsewhere = await newBrowser();
  for (const browser of [page, elsewhere]) {
    await signIn(browser, workspace.issuer, grace.identifier, grace.password);
    await expect(browser.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  }
  await page.reload();
  await page.getByRole('button', { name: /^Sign out of .+ there$/ }).click();
  await expect(page.getByRole('status')).toHaveText('That session has ended.');
  await expectWellMade(page, scripts);
  await elsewhere.reload();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

  await page.getByRole('link', { name: 'Delete your account' }).click();
  await expectHeading(page, 'Delete your account?', scripts);
  await page.getByLabel('What you sign in with').fill(grace.identifier);
  await page.getByLabel('Current password').fill(grace.password);
  await page.getByRole('button', { name: 'Delete account' }).click();
  await expectHeading(page, 'Your account was deleted', scripts);
});
