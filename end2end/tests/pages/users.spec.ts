import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';
import { Visitor } from '../../support/visitor.ts';

test('a user is added and signs in', async ({ workspace, administrator, page, newBrowser, relyingParty }) => {
  const user = { identifier: 'Radia@Acme.example', name: 'Radia Perlman', password: 'i think that i shall never see' };
  await administrator.open(workspace.path());
  await administrator.choose('Identities', 'Users');
  await administrator.expectHeading('Users');
  await page.getByRole('link', { name: 'Add user' }).first().click();
  await administrator.expectHeading('Add user');
  await administrator.field('User name').fill(user.identifier);
  await administrator.field('Name').fill(user.name);
  await administrator.field('E-mail').fill('radia@acme.example');
  await administrator.field('Password').fill(user.password);
  await administrator.save('Add user');
  await administrator.expectDone('The user was added.');
  await administrator.expectHeading(user.name);

  const application = await workspace.application();
  // Upper and lower case are the same.
  const tokens = await application.signIn(new Visitor(await newBrowser(), { ...user, identifier: 'radia@ACME.example' }, relyingParty));
  expect(tokens.claims()).toMatchObject({ name: user.name, email: 'radia@acme.example' });
});

test('a user who is added without a password is sent the way to one, and again from their page', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/users/new'));
  await administrator.field('User name').fill('ida@acme.example');
  await administrator.field('Name').fill('Ida Rhodes');
  await administrator.save('Add user');
  await administrator.expectDone('User added. A mail with a link is on its way, by which they choose a password.');
  await administrator.expectHeading('Ida Rhodes');
  await page.getByRole('button', { name: 'Send verification mail' }).click();
  await administrator.expectDone('by which the user confirms the address. It works for a day.');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await administrator.expectDone('Mails to the user are in this language from now on.');
});

test('a new password ends what was issued under the old one', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  await expect(page.getByRole('main')).toContainText('A new password signs them out everywhere. 1 active refresh token ends with it.');
  await administrator.field('New password').fill('amazing grace in the navy');
  await administrator.save('Set password');
  await administrator.expectDone("The password was set, and the user's refresh tokens were ended.");
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));

  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await visitor.signIn('amazing grace in the navy');
  await application.exchange(begun, await visitor.returns(begun.state));
});

test('a user who is disabled cannot sign in, and nothing of theirs is renewed', async ({ workspace, administrator, page, visitor, complaints }) => {
  complaints.expectStatus(422);
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  await page.getByRole('button', { name: 'Disable user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disable this user?' });
  await expect(dialog).toContainText('1 active refresh token');
  await dialog.getByRole('button', { name: 'Disable user' }).click();
  await administrator.expectDone('The user was disabled, and their refresh tokens were ended.');
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  await visitor.goTo((await application.begin()).url);
  await visitor.signIn();
  await expect(visitor.page.getByRole('alert')).toHaveText('The user name or the password is wrong.');

  await page.getByRole('button', { name: 'Enable user' }).click();
  await administrator.expectDone('The user can sign in again.');
  await application.signInForRefreshToken(visitor, { consent: 'not asked' });
});
