import type { Page } from '@playwright/test';
import { refusal } from '../../support/application.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';
import type { Workspace } from '../../support/workspace.ts';

async function applications(page: Page): Promise<string[]> {
  return page.getByRole('heading', { level: 3 }).allTextContents();
}

function entry(page: Page, name: string) {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name }) });
}

async function open(page: Page, workspace: Workspace): Promise<void> {
  await page.goto(`${workspace.issuer}/account`);
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
}

test('a user sees which applications have access, and revokes one', async ({ workspace, visitor, javaScriptEnabled }) => {
  const { page } = visitor;
  const shop = await workspace.application(await workspace.createClient({ name: 'Shop', refreshTokens: true }));
  const calendar = await workspace.application(await workspace.createClient({ name: 'Calendar', refreshTokens: true }));
  const dashboard = await workspace.application(await workspace.createClient({ name: 'Dashboard' }));
  const first = await shop.signInForRefreshToken(visitor);
  const second = await shop.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  const other = await calendar.signInForRefreshToken(visitor, { signsIn: false });
  await dashboard.signIn(visitor, { signsIn: false, scope: 'openid email' });

  await open(page, workspace);
  expect(await applications(page)).toEqual(['Calendar', 'Dashboard', 'Shop']);
  const facts = entry(page, 'Shop');
  await expect(facts).toContainText('See your e-mail address');
  await expect(facts).toContainText('Sign-ins2');
  await expect(facts).toContainText('UTC, also while you are away');
  await expect(entry(page, 'Dashboard')).toContainText('Only while you use it.');
  await expectWellMade(page, javaScriptEnabled !== false);

  // What will happen is read before it does.
  await facts.getByText('Revoke access of Shop').first().click();
  await expect(facts).toContainText('has to ask you for it again');
  await expectWellMade(page, javaScriptEnabled !== false);
  await facts.getByRole('button', { name: 'Revoke access of Shop' }).click();
  await expect(page.getByRole('status')).toHaveText('Shop has no access to your account any more.');
  expect(await applications(page)).toEqual(['Calendar', 'Dashboard']);
  await expectWellMade(page, javaScriptEnabled !== false);

  for (const tokens of [first, second]) await expect(shop.refresh(tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  await calendar.refresh(other.refresh_token);
  // The consent is gone too: the application has to ask.
  await shop.signInForRefreshToken(visitor, { signsIn: false, consent: 'Allow' });
});

test('whoever is not signed in signs in first, and comes back', async ({ workspace, visitor, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(422);
  const { page } = visitor;
  await page.goto(`${workspace.issuer}/account`);
  await expect(page.getByText('to manage your account')).toBeVisible();
  await expectWellMade(page, javaScriptEnabled !== false);
  await visitor.signIn('not the password');
  await expect(page.getByRole('alert')).toHaveText('The user name or the password is wrong.');
  await expect(page.getByLabel('User name or e-mail')).toHaveValue(visitor.user.identifier);
  await visitor.signIn();
  await expect(page).toHaveURL(`${workspace.issuer}/account?after=sign-in`);
  await expect(page.getByText('No application has access to your account.')).toBeVisible();
});

test('a user signs out everywhere else', async ({ workspace, visitor, newBrowser, javaScriptEnabled }) => {
  const elsewhere = await newBrowser();
  for (const page of [visitor.page, elsewhere]) {
    await page.goto(`${workspace.issuer}/account`);
    await page.getByLabel('User name or e-mail').fill(visitor.user.identifier);
    await page.getByLabel('Password').fill(visitor.user.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  }
  await open(visitor.page, workspace);
  await expect(visitor.page.getByText('Here and in 1 other place.')).toBeVisible();
  await visitor.page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(visitor.page.getByRole('status')).toHaveText('You are signed in nowhere else.');
  await expectWellMade(visitor.page, javaScriptEnabled !== false);
  await elsewhere.reload();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await open(visitor.page, workspace);
});

test('a page of one sign-in changes nothing in another', async ({ workspace, visitor, complaints }) => {
  complaints.expectStatus(409);
  const { page } = visitor;
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(visitor);
  await open(page, workspace);
  const other = await page.context().newPage();
  await other.goto(`${workspace.issuer}/account`);
  await other.getByRole('link', { name: 'Sign out here' }).click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
  await other.getByRole('link', { name: 'your account' }).click();
  await other.getByLabel('User name or e-mail').fill(visitor.user.identifier);
  await other.getByLabel('Password').fill(visitor.user.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();

  const shop = entry(page, 'Demo shop');
  await shop.getByText('Revoke access of Demo shop').first().click();
  await shop.getByRole('button', { name: 'Revoke access of Demo shop' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed');
  await expect(shop).toBeVisible();
  await application.refresh(tokens.refresh_token);
});

test('the consent page says where the access can be ended', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await visitor.signIn();
  const link = visitor.page.getByRole('link', { name: 'your account' });
  await expect(link).toHaveAttribute('href', `${workspace.issuer}/account`);
  await visitor.decide('Allow');
  await application.exchange(begun, await visitor.returns(begun.state));
});
