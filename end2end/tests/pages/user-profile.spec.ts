import { Administrator } from '../../support/administrator.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

const SCOPES = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'];

test('what is typed about a user reaches a client, scope by scope', async ({ workspace, administrator, page, visitor }) => {
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  await page.getByRole('link', { name: 'Edit user' }).click();
  await administrator.expectHeading('Edit user');
  await administrator.tick(page.getByRole('group', { name: 'E-mail verified' }).getByRole('checkbox'));
  await administrator.field('Phone number').fill('+1 (604) 555-1234;ext=5678');
  await administrator.tick(page.getByRole('group', { name: 'Phone number verified' }).getByRole('checkbox'));
  await administrator.field('Street address').fill('Hauptstr. 1\nHinterhaus');
  await administrator.field('Postal code').fill('10115');
  await administrator.field('City').fill('Berlin');
  await administrator.field('Country').fill('Germany');
  await administrator.save();
  await administrator.expectDone('The user was saved.');
  await administrator.expectHeading(visitor.user.name);
  await expect(page.getByRole('main')).toContainText('+16045551234;ext=5678 Verified');

  const application = await workspace.application(await workspace.createClient({ refreshTokens: true, scopes: SCOPES }));
  const tokens = await application.signIn(visitor, { scope: 'openid email phone address' });
  const released = {
    email: visitor.user.identifier,
    email_verified: true,
    phone_number: '+16045551234;ext=5678',
    phone_number_verified: true,
    address: {
      formatted: 'Hauptstr. 1\nHinterhaus\n10115 Berlin\nGermany',
      street_address: 'Hauptstr. 1\nHinterhaus',
      postal_code: '10115',
      locality: 'Berlin',
      country: 'Germany',
    },
  };
  expect(tokens.claims()).toMatchObject(released);
  expect(await application.userinfo(tokens)).toMatchObject(released);
});

test('a wrong value is told at its field, and nothing that was typed is lost', async ({ workspace, administrator, page, visitor, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(422);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  await page.getByRole('link', { name: 'Edit user' }).click();
  await administrator.expectHeading('Edit user');
  await administrator.field('Phone number').fill('030 123456');
  await administrator.field('City').fill('Berlin');
  await administrator.tick(page.getByRole('group', { name: 'E-mail verified' }).getByRole('checkbox'));
  await administrator.save();
  await expect(administrator.field('Phone number')).toHaveAccessibleDescription(/Begin with \+ and the country code/);
  await expect(administrator.field('Phone number')).toHaveValue('030 123456');
  await expect(administrator.field('City')).toHaveValue('Berlin');
  await expect(page.getByRole('group', { name: 'E-mail verified' }).getByRole('checkbox')).toBeChecked();
  await administrator.alive();
  await expectWellMade(page, javaScriptEnabled !== false);
  await administrator.field('Phone number').fill('+49 30 123456');
  await administrator.save();
  await administrator.expectDone('The user was saved.');
});

test('of two who save, nothing is lost, and what both changed is asked for', async ({ workspace, administrator, page, context, visitor, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(409);
  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  await page.getByRole('link', { name: 'Edit user' }).click();
  await administrator.expectHeading('Edit user');
  const second = new Administrator(await context.newPage(), javaScriptEnabled !== false);
  await second.open(new URL(page.url()).pathname);
  await second.field('Name').fill('Rear Admiral Hopper');
  await second.field('City').fill('Arlington');
  await second.save();
  await second.expectDone('The user was saved.');

  await administrator.field('Name').fill('Amazing Grace');
  await administrator.field('Phone number').fill('+1 604 555 1234');
  await administrator.save();
  await expect(page.getByRole('alert')).toContainText('also changed elsewhere: Name');
  await administrator.alive();
  await expect(administrator.field('Name')).toHaveValue('Amazing Grace');
  await expect(administrator.field('City')).toHaveValue('Arlington');
  await page.getByRole('group', { name: /saved Rear Admiral Hopper/ }).getByRole('radio', { name: 'Use my value' }).check();
  await administrator.save();
  await administrator.expectDone('The user was saved');
  await administrator.expectHeading('Amazing Grace');
  await expect(page.getByRole('main')).toContainText('+16045551234');
  await expect(page.getByRole('main')).toContainText('Arlington');
});
