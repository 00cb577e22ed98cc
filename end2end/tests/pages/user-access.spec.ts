import { refusal } from '../../support/application.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test('whoever is signed out everywhere gets the sign-in page from the same browser', async ({ workspace, administrator, page, visitor, javaScriptEnabled }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  const sessions = page.getByRole('table', { name: 'Sessions' });
  await expect(sessions.getByRole('row').nth(1)).toContainText('Chrome on Linux');
  await expect(sessions.getByRole('row').nth(1)).toContainText('Demo shop');
  await expectWellMade(page, javaScriptEnabled !== false);

  await page.getByRole('link', { name: 'Sign out everywhere' }).click();
  await administrator.expectHeading('Sign out everywhere?');
  await expect(page.getByRole('checkbox', { name: 'End 1 session' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Revoke 1 refresh token' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Withdraw 1 consent' })).not.toBeChecked();
  await administrator.save('Sign out everywhere');
  await administrator.expectDone('The user was signed out as you chose.');
  await expect(page.getByRole('main')).toContainText('The user is not signed in anywhere.');
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));

  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await visitor.signIn();
  await application.exchange(begun, await visitor.returns(begun.state));
});

test('a session that is ended asks for the password again', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  await application.signIn(visitor);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog', { name: 'End this session?' }).getByRole('button', { name: 'End session' }).click();
  await administrator.expectDone('The session was ended.');
  await visitor.goTo((await application.begin()).url);
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test('to revoke at one application ends the session that started it, unless that is unticked', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  await application.signInForRefreshToken(visitor);
  const revoke = async (box: 'ticked' | 'unticked') => {
    await administrator.open(workspace.path('/users'));
    await page.getByRole('link', { name: visitor.user.identifier }).click();
    await administrator.expectHeading(visitor.user.name);
    await page.getByRole('table', { name: 'Applications' }).getByRole('button', { name: 'Revoke' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke these refresh tokens?' });
    const tick = dialog.getByRole('checkbox', { name: 'Also end the session that started it' });
    await expect(tick).toBeChecked();
    if (box === 'unticked') await tick.click({ force: true });
    await dialog.getByRole('button', { name: 'Revoke them' }).click();
    await administrator.expectDone('The refresh tokens were revoked.');
  };
  await revoke('unticked');
  await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' });
  await revoke('ticked');
  await visitor.goTo((await application.begin()).url);
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test('a user is deleted once their sign-in name was typed', async ({ workspace, administrator, page, visitor, complaints }) => {
  complaints.expectStatus(422);
  complaints.expectStatus(404);
  const application = await workspace.application();
  const tokens = await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  const address = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Delete user' }).click();
  await administrator.expectHeading('Delete this user?');
  await expect(page.getByRole('main')).toContainText('1 session');
  await expect(page.getByRole('main')).toContainText('1 refresh token');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await administrator.expectHeading(visitor.user.name);
  await page.getByRole('link', { name: 'Delete user' }).click();
  await administrator.expectHeading('Delete this user?');
  const typed = administrator.field('Type what the user signs in with');
  await typed.fill('somebody@else.example');
  await administrator.save('Delete user');
  await expect(typed).toHaveAccessibleDescription(/This is not what the user signs in with/);
  await expect(typed).toHaveValue('somebody@else.example');
  await administrator.alive();
  await typed.fill(visitor.user.identifier);
  await administrator.save('Delete user');
  await administrator.expectDone('The user was deleted.');

  await expect(application.refresh(tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  expect(await application.introspect(tokens.access_token)).toEqual({ active: false });
  await visitor.goTo((await application.begin()).url);
  await visitor.signIn();
  await expect(visitor.page.getByRole('alert')).toHaveText('The user name or the password is wrong.');
  await administrator.open(workspace.path('/tokens'));
  await page.getByRole('link', { name: 'deleted user' }).click();
  await administrator.expectHeading('Demo shop for deleted user');
  await administrator.open(workspace.path('/logs'));
  await expect(page.getByRole('main')).toContainText('User deleted');
  expect((await page.goto(address))?.status()).toBe(404);
});
