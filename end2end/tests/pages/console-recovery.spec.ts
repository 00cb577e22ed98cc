import { expect, test } from '../../support/test.ts';
import { Administrator } from '../../support/administrator.ts';
import { expectWellMade } from '../../support/look.ts';

const password = 'o captain my captain our trip';
const forgotten = 'the fearful trip is done again';

test('an administrator who has forgotten their password gets a link to a new one by mail', async ({ administrator, page, installation, newBrowser, javaScriptEnabled }, info) => {
  const scripts = javaScriptEnabled !== false;
  const email = `forgetful-${info.project.name}-${info.workerIndex}@example.com`;
  await administrator.open('/console/acme/-/administrators/invite');
  await administrator.field('E-mail').fill(email);
  await administrator.field('Role').selectOption('support');
  await administrator.field('Where').selectOption('*');
  await administrator.save('Create invitation');
  await administrator.expectDone('The invitation was created, and is on its way by mail. Its link is shown here only once, too.');
  const link = await page.getByRole('main').getByRole('code').filter({ hasText: '/console/sign-in/invitation' }).textContent();

  const theirs = await newBrowser();
  const invited = new Administrator(theirs, scripts);
  await invited.open(link ?? '');
  await theirs.getByLabel('Your name').fill('Walt Whitman');
  await theirs.getByLabel('Password').fill(password);
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await invited.expectSignedIn();

  const elsewhere = await newBrowser();
  await elsewhere.goto(new URL('/console/sign-in', installation.url).href);
  await elsewhere.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Forgot your password?');
  await expectWellMade(elsewhere, scripts);
  await elsewhere.getByLabel('E-mail').fill(email);
  await elsewhere.getByRole('button', { name: 'Send link' }).click();
  const forgetful = new Administrator(elsewhere, scripts);
  await forgetful.expectDone('If an administrator has this address, a link to a new password is on its way. It works once, for 30 minutes.');
  const mail = await installation.mail('/console/sign-in/new-password');
  const address = /https?:\/\/\S+\/console\/sign-in\/new-password\?token=\S+/.exec(mail)?.[0] ?? '';
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('main')).toContainText(email);
  await expectWellMade(elsewhere, scripts);
  await elsewhere.getByLabel('New password').fill(forgotten);
  await elsewhere.getByRole('button', { name: 'Set password' }).click();
  await forgetful.expectDone('You have a new password. Your sessions, API tokens and initial access tokens were ended. Sign in with the new password.');
  // It is taken out of the outbox, in which others look for theirs.
  expect(await installation.mail('Your password for the console of Regrant')).toContain(email);

  await theirs.goto(new URL('/console/acme', installation.url).href);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Sign in to the console');
  await elsewhere.getByLabel('E-mail').fill(email);
  await elsewhere.getByLabel('Password').fill(forgotten);
  await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(elsewhere.getByRole('button', { name: 'Account of Walt Whitman' })).toBeVisible();
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('link', { name: 'Send a new link' })).toBeVisible();
});
