import { Administrator } from '../../support/administrator.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

const PASSWORD = 'the analytical engine';
let made = 0;

/** An administrator of one's own: what is done to them touches no other test. */
const newEmail = () => `administrator-${(made += 1)}@acme.example`;

test('nobody is led to the sign-in page, and after signing in to where they wanted', async ({ installation, workspace, newBrowser, javaScriptEnabled }) => {
  const email = newEmail();
  const link = await installation.createAdministrator(email, 'Ada Lovelace');
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);

  await test.step('the one-time link sets a password', async () => {
    await administrator.open(link);
    await expect(page.getByRole('main')).toContainText(`This link signs ${email} in, one time.`);
    await expectWellMade(page, javaScriptEnabled !== false);
    await page.getByLabel(/^New password/).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await administrator.expectSignedIn();
  });

  await test.step('signing out ends the session', async () => {
    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await administrator.expectHeading('Sign in to the console');
    await expect(page.getByRole('status').filter({ hasText: 'You are signed out.' })).toBeVisible();
    await expectWellMade(page, javaScriptEnabled !== false);
  });

  await test.step('a page asks for a sign-in and comes after it', async () => {
    await administrator.open(workspace.path('/settings/general'));
    await administrator.expectHeading('Sign in to the console');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await administrator.expectHeading('General');
  });
});

test('a one-time link works once', async ({ installation, newBrowser, javaScriptEnabled }) => {
  const link = await installation.createAdministrator(newEmail(), 'Ada Lovelace');
  for (const second of [false, true]) {
    const page = await newBrowser();
    const administrator = new Administrator(page, javaScriptEnabled !== false);
    // A link that is looked at ahead of its reader still works for them.
    await administrator.open(link);
    await administrator.open(link);
    if (second) {
      await expect(page.getByRole('main')).toContainText('This link was already used or has expired.');
      await expect(page.getByRole('link', { name: 'Go to the sign-in page' })).toBeVisible();
    } else {
      await page.getByRole('button', { name: 'Sign in' }).click();
      await administrator.expectSignedIn();
    }
  }
});

test('a wrong password is refused without saying what is wrong, and the address stays', async ({ installation, newBrowser, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(422);
  const email = newEmail();
  await installation.createAdministrator(email, 'Ada Lovelace');
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);
  await administrator.open('/console/sign-in');
  const sentences: (string | null)[] = [];
  for (const typed of [email, 'nobody@acme.example']) {
    await page.getByLabel('E-mail').fill(typed);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('main')).toContainText(/do not belong together|is wrong/);
    await expect(page.getByLabel('E-mail')).toHaveValue(typed);
    // A password does not travel back with a page.
    if (javaScriptEnabled === false) await expect(page.getByLabel('Password')).toHaveValue('');
    sentences.push(await page.getByRole('main').textContent());
    await administrator.alive();
  }
  expect(sentences[1]).toBe(sentences[0]);
});

test('an auditor sees everything and changes nothing', async ({ installation, workspace, newBrowser, javaScriptEnabled }) => {
  const link = await installation.createAdministrator(newEmail(), 'Carl Auditor', '--role', 'auditor');
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);
  await administrator.open(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectSignedIn();
  await administrator.open(workspace.path('/settings/general'));
  await expect(administrator.field('Name')).toBeDisabled();
  await expect(page.getByRole('main')).toContainText(/Your role .*does not permit this/);
  await expect(page.getByRole('button', { name: 'Save changes' })).toHaveCount(0);
  await administrator.open(workspace.path());
  await administrator.expectHeading(workspace.name);
});

test('an administrator of one tenant knows nothing of another', async ({ installation, workspace, newBrowser, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(404);
  const tenant = `tenant-${(made += 1)}`;
  await installation.say('tenant', 'create', '--slug', tenant, '--name', 'Initech');
  await installation.say('workspace', 'create', '--tenant', tenant, '--slug', 'main', '--name', 'Main');
  const link = await installation.createAdministrator(newEmail(), 'Peter Gibbons', '--tenant', tenant);
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);
  await administrator.open(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectHeading('Workspaces');
  expect(new URL(page.url()).pathname).toBe(`/console/${tenant}`);
  await expect(page.getByRole('main').getByRole('link', { name: 'Main', exact: true })).toBeVisible();
  for (const path of ['/console/acme', workspace.path(), workspace.path('/clients'), '/console/nobody']) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await administrator.expectHeading('Not found');
  }
});

test('an administrator sees where they are signed in, and ends the other sessions', async ({ installation, newBrowser, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  const email = newEmail();
  const link = await installation.createAdministrator(email, 'Ada Lovelace');
  const [page, lost, other] = [await newBrowser(), await newBrowser(), await newBrowser()];
  const administrator = new Administrator(page, scripts);
  await administrator.open(link);
  await page.getByLabel(/^New password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectSignedIn();
  for (const elsewhere of [lost, other]) {
    await elsewhere.goto('/console/sign-in');
    await elsewhere.getByLabel('E-mail').fill(email);
    await elsewhere.getByLabel('Password').fill(PASSWORD);
    await elsewhere.getByRole('button', { name: 'Sign in' }).click();
    await new Administrator(elsewhere, scripts).expectSignedIn();
  }

  await administrator.open('/console/-/account');
  const sessions = page.getByRole('table', { name: 'Sessions' });
  await expect(sessions.getByRole('row')).toHaveCount(4);
  await expect(sessions.getByRole('row').nth(1)).toContainText('This browser');
  await expectWellMade(page, scripts);
  await sessions.getByRole('button', { name: 'End' }).first().click();
  await administrator.expectDone('The session was ended.');
  await expect(sessions.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Sign out elsewhere' }).click();
  await administrator.expectDone('You are signed out in all other browsers.');
  await expect(sessions.getByRole('row')).toHaveCount(2);
  for (const elsewhere of [lost, other]) {
    await elsewhere.goto('/console/-/account');
    await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Sign in to the console');
  }
});
