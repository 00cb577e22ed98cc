import type { Page } from '@playwright/test';
import { Administrator } from '../../support/administrator.ts';
import { Authenticator } from '../../support/authenticator.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';
import { Visitor } from '../../support/visitor.ts';

const PASSWORD = 'the analytical engine';
let made = 0;

/** An administrator of one's own: what is done to them touches no other test. */
const newEmail = () => `factors-${(made += 1)}@acme.example`;

/** Signs in by a one-time link that sets the password. */
async function enter(administrator: Administrator, link: string): Promise<void> {
  await administrator.open(link);
  await administrator.page.getByLabel(/^New password/).fill(PASSWORD);
  await administrator.page.getByRole('button', { name: 'Sign in' }).click();
}

/** Sets a second factor up on its page, which is shown. */
async function setUp({ page }: Administrator): Promise<{ app: Authenticator; codes: string[] }> {
  const secret = await page.getByRole('main').getByRole('code').filter({ hasText: /^[A-Z2-7]{32}$/ }).textContent();
  const app = new Authenticator(secret ?? '');
  await page.getByLabel('Code', { exact: true }).fill(app.code());
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your second factor is set up.' })).toBeVisible();
  const shown = await page.getByRole('region', { name: 'Recovery codes' }).textContent();
  const codes = (shown ?? '').trim().split(/\s+/);
  expect(codes).toHaveLength(10);
  return { app, codes };
}

async function typePassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('an administrator sets a second factor up, signs in with it and with a recovery code, and removes it', async ({ installation, workspace, newBrowser, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(422);
  const scripts = javaScriptEnabled !== false;
  const email = newEmail();
  const page = await newBrowser();
  const administrator = new Administrator(page, scripts);
  await enter(administrator, await installation.createAdministrator(email, 'Ada Lovelace'));
  await administrator.expectSignedIn();

  await administrator.open('/console/-/account');
  await page.getByRole('link', { name: 'Set up' }).click();
  await administrator.expectHeading('Second factor');
  await expect(page.getByRole('img', { name: 'QR code of the secret below' })).toBeVisible();
  await expectWellMade(page, scripts);
  const secret = page.getByRole('main').getByRole('code').filter({ hasText: /^[A-Z2-7]{32}$/ });
  const offered = await secret.textContent();
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/^This code is wrong/);
  await expect(secret, 'the secret that was scanned stays').toHaveText(offered ?? '');
  await expectWellMade(page, scripts);
  const { app, codes } = await setUp(administrator);
  await expectWellMade(page, scripts);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Recovery codes' })).toHaveCount(0);

  await test.step('the password alone signs nobody in', async () => {
    const other = await newBrowser();
    const elsewhere = new Administrator(other, scripts);
    await elsewhere.open(workspace.path('/settings/general'));
    await typePassword(other, email);
    await elsewhere.expectHeading('Enter your code');
    await expectWellMade(other, scripts);
    await typeCode(other, '000000');
    await expect(other.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/^This code is wrong/);
    await expect(other.getByLabel('Code', { exact: true })).toHaveValue('');
    await expectWellMade(other, scripts);
    await other.goto(workspace.path());
    await elsewhere.expectHeading('Sign in to the console');
    await other.goto('/console/sign-in/code?next=' + encodeURIComponent(workspace.path('/settings/general')));
    await typeCode(other, app.code());
    await elsewhere.expectHeading('General');
  });

  await test.step('a recovery code signs in once', async () => {
    for (const good of [true, false]) {
      const other = await newBrowser();
      await other.goto('/console/sign-in');
      await typePassword(other, email);
      await typeCode(other, codes[0]!);
      if (good) await new Administrator(other, scripts).expectSignedIn();
      else await expect(other.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/^This code is wrong/);
    }
    await page.reload();
    await expect(page.getByText('9 codes')).toBeVisible();
  });

  await page.getByLabel('Your password').first().fill(PASSWORD);
  await page.getByRole('button', { name: 'Make new recovery codes' }).click();
  await administrator.expectDone('New recovery codes were made.');
  await page.getByLabel('Your password').last().fill(PASSWORD);
  await page.getByRole('button', { name: 'Remove authenticator app' }).click();
  await administrator.expectDone('Your authenticator app was removed.');
  const last = await newBrowser();
  await last.goto('/console/sign-in');
  await typePassword(last, email);
  await new Administrator(last, scripts).expectSignedIn();
});

test('a lost second factor is reset by another administrator, and on the command line', async ({ installation, administrator, page, newBrowser, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  const email = newEmail();
  const theirs = await newBrowser();
  const lost = new Administrator(theirs, scripts);
  await enter(lost, await installation.createAdministrator(email, 'Sophie Wilson', '--tenant', 'acme'));
  await lost.open('/console/-/account/second-factor');
  await setUp(lost);

  await administrator.open('/console/acme/-/administrators');
  await expect(page.getByRole('row', { name: email })).toContainText('On');
  await page.getByRole('link', { name: email }).click();
  await administrator.expectHeading('Sophie Wilson');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset this second factor?' });
  await expectWellMade(page, scripts);
  await dialog.getByRole('button', { name: 'Reset second factor' }).click();
  await administrator.expectDone('The second factor was reset');
  await theirs.goto('/console/acme');
  await lost.expectHeading('Sign in to the console');
  await typePassword(theirs, email);
  await lost.expectSignedIn();

  await lost.open('/console/-/account/second-factor');
  await setUp(lost);
  expect(await installation.say('admin', 'second-factor', 'reset', email)).toContain('Their password alone signs them in.');
  expect(await installation.say('admin', 'second-factor', 'reset', email)).toContain('has no second factor');
});

test('a tenant requires a second factor, and who has none sets one up first', async ({ installation, newBrowser, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  const tenant = `factors-${(made += 1)}`;
  await installation.say('tenant', 'create', '--slug', tenant, '--name', 'Initech');
  const page = await newBrowser();
  const administrator = new Administrator(page, scripts);
  await enter(administrator, await installation.createAdministrator(newEmail(), 'Peter Gibbons', '--tenant', tenant));
  await administrator.open(`/console/${tenant}/-/settings`);
  await page.getByRole('button', { name: 'Require second factor' }).click();
  await administrator.expectHeading('Second factor');
  await expect(page.getByText('A tenant that you administer requires a second factor.')).toBeVisible();
  await expectWellMade(page, scripts);
  await setUp(administrator);
  await administrator.open(`/console/${tenant}/-/settings`);
  await page.getByRole('button', { name: 'Stop requiring it' }).click();
  await administrator.expectDone('Saved. This applies to administrators from their next request on.');
});

test('a user sets a second factor up at their account, and signs in with it', async ({ workspace, visitor, newBrowser, relyingParty, administrator, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(422);
  const scripts = javaScriptEnabled !== false;
  const { page, user } = visitor;
  await page.goto(`${workspace.issuer}/account`);
  await visitor.signIn();
  await page.getByRole('link', { name: 'Second factor' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Set up a second factor' })).toBeVisible();
  await expectWellMade(page, scripts);
  const secret = await page.getByRole('code').filter({ hasText: /^[A-Z2-7]{32}$/ }).textContent();
  const app = new Authenticator(secret ?? '');
  const set = async (code: string): Promise<void> => {
    await page.getByLabel('Code', { exact: true }).fill(code);
    await page.getByLabel('Current password').fill(user.password);
    await page.getByRole('button', { name: 'Set up' }).click();
  };
  await set('000000');
  await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/^This code is wrong/);
  await expectWellMade(page, scripts);
  await set(app.code());
  await expect(page.getByRole('heading', { level: 1, name: 'Your recovery codes' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(10);
  const recovery = (await page.getByRole('listitem').first().textContent()) ?? '';
  await expectWellMade(page, scripts);

  await test.step('an application gets nobody before the code', async () => {
    const other = new Visitor(await newBrowser(), user, relyingParty);
    const application = await workspace.application();
    const begun = await application.begin();
    await other.goTo(begun.url);
    await other.signIn();
    await expect(other.page.getByRole('heading', { level: 1, name: 'Enter your code' })).toBeVisible();
    await expectWellMade(other.page, scripts);
    await typeCode(other.page, '000000');
    await expect(other.page.getByRole('alert')).toContainText('This code is wrong');
    await expectWellMade(other.page, scripts);
    await typeCode(other.page, app.code());
    await other.decide('Allow');
    await other.returns(begun.state);
  });

  await test.step('a recovery code signs in at the account', async () => {
    const other = new Visitor(await newBrowser(), user, relyingParty);
    await other.page.goto(`${workspace.issuer}/account`);
    await other.signIn();
    await typeCode(other.page, recovery);
    await expect(other.page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
    await other.page.getByRole('link', { name: 'Second factor' }).click();
    await expect(other.page.getByRole('heading', { level: 1, name: 'Your second factor' })).toBeVisible();
    await expect(other.page.getByRole('definition')).toHaveText('9');
    await expectWellMade(other.page, scripts);
  });

  await administrator.open(workspace.path('/users'));
  await administrator.page.getByRole('link', { name: user.identifier }).click();
  await administrator.page.getByRole('button', { name: 'Reset', exact: true }).click();
  await administrator.page.getByRole('dialog', { name: 'Reset this second factor?' }).getByRole('button', { name: 'Reset second factor' }).click();
  await administrator.expectDone('The second factor was reset');
  const last = new Visitor(await newBrowser(), user, relyingParty);
  await last.page.goto(`${workspace.issuer}/account`);
  await last.signIn();
  await expect(last.page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
});
