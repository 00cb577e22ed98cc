import { expect, test } from '../../support/test.ts';
import { Administrator } from '../../support/administrator.ts';

const password = 'o captain my captain our trip';

test('somebody is invited, accepts, and does what their role permits and nothing else', async ({ administrator, page, installation, newBrowser, javaScriptEnabled, complaints }, info) => {
  complaints.expectStatus(403);
  const email = `support-${info.project.name}-${info.workerIndex}@example.com`;
  await administrator.open('/console/acme/-/administrators/invite');
  await administrator.expectHeading('Invite administrator');
  await administrator.field('E-mail').fill(email);
  await administrator.field('Role').selectOption('support');
  await administrator.field('Where').selectOption('*');
  await administrator.save('Create invitation');
  await administrator.expectDone('The invitation was created, and is on its way by mail. Its link is shown here only once, too.');
  await expect(page.getByRole('table', { name: 'Invitations' })).toContainText(email);
  const link = await page.getByRole('main').getByRole('code').filter({ hasText: '/console/sign-in/invitation' }).textContent();
  await page.reload();
  await expect(page.getByText('/console/sign-in/invitation')).toHaveCount(0);

  const mail = await installation.mail(link ?? '/console/sign-in/invitation');
  expect(mail).toContain('You are invited to the console');
  await page.getByRole('row', { name: email }).getByRole('button', { name: 'Send again' }).click();
  await administrator.expectDone('The invitation is on its way by mail, with a new link. The one before does not work any more.');
  const again = await page.getByRole('main').getByRole('code').filter({ hasText: '/console/sign-in/invitation' }).textContent();
  expect(again).not.toBe(link);

  const theirs = await newBrowser();
  const invited = new Administrator(theirs, javaScriptEnabled !== false);
  await invited.open(link ?? '');
  await expect(theirs.getByRole('main')).toContainText('This invitation was accepted or withdrawn, or has expired.');
  await invited.open(again ?? '');
  await expect(theirs.getByRole('main')).toContainText(`${email} is invited as Support of Acme`);
  await theirs.getByLabel('Your name').fill('Sally Ride');
  await theirs.getByLabel('Password').fill(password);
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await invited.expectSignedIn();
  await theirs.getByRole('button', { name: 'Account of Sally Ride' }).click();
  await expect(theirs.getByText('Support of Acme')).toBeVisible();
  await invited.open('/console/acme/-/administrators');
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Not allowed');

  await administrator.open('/console/acme/-/administrators');
  await page.getByRole('link', { name: email }).click();
  await administrator.expectHeading('Sally Ride');
  await administrator.field('Role').selectOption('auditor');
  await administrator.field('Where').selectOption('*');
  await administrator.save('Assign role');
  await administrator.expectDone('The role was assigned. It applies from their next request on.');
  await invited.open('/console/acme/-/administrators');
  await invited.expectHeading('Administrators');

  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByRole('dialog', { name: 'Disable this administrator?' }).getByRole('button', { name: 'Disable administrator' }).click();
  await administrator.expectDone('The administrator was disabled. Their sessions, API tokens and initial access tokens were ended.');
  await theirs.goto('/console/acme');
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Sign in to the console');
});

test('a role of a tenant is created, changed and deleted', async ({ administrator, page }, info) => {
  const name = `Revokers ${info.project.name} ${info.workerIndex}`;
  await administrator.open('/console/acme/-/administrators/roles');
  await administrator.expectHeading('Roles');
  await page.getByRole('link', { name: 'New role' }).click();
  await administrator.expectHeading('New role');
  await administrator.field('Name').fill(name);
  await administrator.tick(page.getByRole('checkbox', { name: 'See clients' }));
  await administrator.tick(page.getByRole('checkbox', { name: 'Revoke a refresh token' }));
  await administrator.save('Create role');
  await administrator.expectDone('The role was created.');

  await page.getByRole('link', { name }).click();
  await administrator.expectHeading(name);
  await administrator.tick(page.getByRole('checkbox', { name: 'See users' }));
  await administrator.save();
  await administrator.expectDone('The role was saved. It applies to everyone who has it from their next request on.');

  await page.getByRole('link', { name }).click();
  await administrator.expectHeading(name);
  await page.getByRole('button', { name: 'Delete role' }).click();
  await page.getByRole('dialog', { name: 'Delete this role?' }).getByRole('button', { name: 'Delete role' }).click();
  await administrator.expectDone('The role was deleted. Nobody has it any more.');
});

test('an administrator makes an API token of their own and revokes it', async ({ administrator, page, installation }) => {
  await administrator.open('/console/-/account');
  await administrator.expectHeading('My account');
  await administrator.field('Name').fill('deploy');
  await administrator.field('Lifetime').fill('1h');
  await administrator.save('Create API token');
  await administrator.expectDone('The API token was created. It is shown only once.');
  const token = await page.getByRole('main').getByRole('code').filter({ hasText: /^rga_/ }).textContent();
  const ask = async () => (await fetch(new URL('/api/admin/acme/servers/nowhere/clients/01a2223c-da7d-76d8-bb92-0358af6e13d8/explain', installation.url), { headers: { authorization: `Bearer ${token ?? ''}` } })).status;
  expect(await ask()).toBe(404);
  await page.getByRole('row', { name: /deploy/ }).getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog', { name: 'Revoke this API token?' }).getByRole('button', { name: 'Revoke token' }).click();
  await administrator.expectDone('The API token was revoked. It does not work any more.');
  expect(await ask()).toBe(401);
});
