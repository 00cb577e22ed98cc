import { refusal } from '../../support/application.ts';
import { Hand } from '../../support/hand.ts';
import { expect, test } from '../../support/test.ts';
import { grace } from '../../support/visitor.ts';

// What administrators do with refresh tokens, each from the overview of a workspace on, and with how many clicks.

test('from nothing to a refresh, in 6 clicks', async ({ workspace, administrator, page, visitor }) => {
  expect(visitor.user).toBe(grace);
  const [hand, main] = [new Hand(administrator), page.getByRole('main')];
  await administrator.open(workspace.path());
  await hand.choose('Clients');
  await hand.open(main.getByRole('link', { name: 'New client' }).first(), 'New client');
  await administrator.field('Name').fill('Webshop');
  await administrator.field('Redirect URI').fill('https://shop.example.com/callback');
  await expect(main.getByRole('checkbox', { name: 'Issue refresh tokens' })).toBeChecked();
  await hand.press(main.getByRole('radio', { name: 'Server-side web' }));
  await hand.press(main.getByRole('button', { name: 'Create client' }));
  await administrator.expectDone('Client created.');
  await expect(main).toContainText('This client can get refresh tokens.');
  await hand.press(main.getByRole('link', { name: 'Try it' }).last());
  await hand.leaveBy(main.getByRole('button', { name: 'Start', exact: true }));
  hand.expectAtMost(6);

  // From here on it is the user who signs in.
  await page.getByLabel('User name or e-mail').fill(grace.identifier);
  await page.getByLabel('Password').fill(grace.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(main).toContainText('It works: a user signed in, and the client got tokens and refreshed them.');
  await expect(main.getByRole('heading', { level: 3, name: /^Refresh/ })).toBeVisible();
  await expect(main.getByRole('region', { name: /^Request/ })).toHaveCount(6);
});

test('refresh tokens for a client that has none yet, in 7 clicks', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient();
  const [hand, main] = [new Hand(administrator), page.getByRole('main')];
  const readiness = main.getByText('This client cannot get refresh tokens:').getByRole('link');
  await administrator.open(workspace.path());
  await hand.openClient(client.name);
  await hand.press(readiness.filter({ hasText: 'grant type' }));
  await page.getByRole('combobox', { name: 'Grant types' }).selectOption('refresh_token');
  await hand.press(page.getByRole('button', { name: 'Save changes' }));
  await administrator.expectSaved();
  await hand.press(readiness.filter({ hasText: 'Offline access' }));
  await hand.press(page.getByRole('checkbox', { name: 'Offline access' }));
  await hand.press(page.getByRole('button', { name: 'Save changes' }));
  await expect(main).toContainText('This client can get refresh tokens.');
  hand.expectAtMost(7);
  await (await workspace.application(client)).signInForRefreshToken(visitor);
});

test('a lost phone is signed out everywhere, in 4 clicks', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.choose('Users');
  await hand.open(page.getByRole('link', { name: visitor.user.identifier }), visitor.user.name);
  await hand.open(page.getByRole('link', { name: 'Sign out everywhere' }), 'Sign out everywhere?');
  await hand.press(page.getByRole('button', { name: 'Sign out everywhere' }));
  await administrator.expectDone('The user was signed out as you chose.');
  hand.expectAtMost(4);
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  await visitor.goTo((await application.begin()).url);
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test('one device of a user loses its refresh token, in 4 clicks', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.choose('Refresh tokens');
  await hand.open(page.getByRole('table', { name: 'Refresh tokens' }).getByRole('rowheader').getByRole('link'), `Demo shop for ${visitor.user.identifier}`);
  await hand.press(page.getByRole('button', { name: 'Revoke', exact: true }));
  await hand.press(page.getByRole('dialog', { name: 'Revoke this refresh token?' }).getByRole('button', { name: 'Revoke' }));
  await administrator.expectDone('The refresh token was revoked.');
  hand.expectAtMost(4);
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
});

test('refresh tokens live shorter from now on, also those that there are, in 3 clicks', async ({ workspace, administrator, page, visitor, complaints }) => {
  complaints.expectStatus(409);
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.choose('Tokens');
  await administrator.field('Refresh token TTL').fill('7d');
  await hand.press(page.getByRole('button', { name: 'Save changes' }));
  const question = page.getByRole('region', { name: 'Apply to existing refresh tokens?' });
  await expect(question).toContainText('1 active refresh token of 1 client would end earlier');
  await hand.press(question.getByRole('button', { name: 'Save, and shorten existing ones too' }));
  await administrator.expectSaved();
  hand.expectAtMost(3);
  const { authorization_expires_in: left } = await application.refresh(refresh_token);
  expect(left).toBeLessThanOrEqual(7 * 24 * 60 * 60);
});

test('one client has a refresh token TTL of its own, in 5 clicks', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.openClient(client.name);
  await hand.press(page.getByRole('navigation', { name: `Pages of ${client.name}` }).getByRole('link', { name: 'Token policy', exact: true }));
  const own = page.getByRole('radiogroup', { name: 'Where Refresh token TTL comes from' }).getByRole('radio', { name: 'Own value' });
  await hand.press(own);
  await administrator.field('Refresh token TTL').fill('90d');
  await hand.press(page.getByRole('button', { name: 'Save changes' }));
  await administrator.expectSaved();
  hand.expectAtMost(5);
  const { authorization_expires_in: left } = await (await workspace.application(client)).signInForRefreshToken(visitor);
  expect(left).toBe(90 * 24 * 60 * 60);
});

test('all that a filter matches is revoked, whatever its number, in 5 clicks', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.choose('Refresh tokens');
  await hand.press(page.getByText('More filters'));
  await page.getByLabel('Scope').fill('offline_access');
  await hand.press(page.getByRole('button', { name: 'Filter' }));
  await hand.press(page.getByRole('button', { name: 'Revoke all that match' }));
  await hand.press(page.getByRole('dialog', { name: 'Revoke all that match?' }).getByRole('button', { name: 'Revoke them' }));
  await administrator.alive();
  hand.expectAtMost(5);
  await expect(async () => {
    await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  }).toPass();
});

test('why a refresh was refused is told, in 4 clicks', async ({ workspace, administrator, page, visitor }) => {
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await application.revoke(refresh_token);
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.openClient('Demo shop');
  await hand.press(page.getByRole('navigation', { name: 'Pages of Demo shop' }).getByRole('link', { name: 'Explain', exact: true }));
  const recorded = page.getByRole('table', { name: 'Answers' }).getByRole('row').filter({ hasText: 'The refresh token was revoked.' });
  await hand.press(recorded.getByRole('link', { name: 'Explain' }));
  await expect(page.getByText('because the client revoked it.')).toBeVisible();
  hand.expectAtMost(4);
});

test('a copied refresh token leads from the overview to who had it, in 2 clicks', async ({ workspace, administrator, page, visitor }) => {
  await workspace.setTokens({ retry_window: '0' });
  const application = await workspace.application();
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await application.refresh(refresh_token);
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  const [hand, main] = [new Hand(administrator), page.getByRole('main')];
  await administrator.open(workspace.path());
  await expect(main).toContainText('an old refresh token came back.');
  await hand.open(main.getByRole('link', { name: /^Open: refresh token of/ }), `Demo shop for ${visitor.user.identifier}`);
  await expect(main).toContainText('Not handled');
  hand.expectAtMost(2);
});

test('a client secret is replaced without an outage, in 4 clicks', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.openClient(client.name);
  await hand.press(page.getByRole('button', { name: 'Replace secret' }));
  await hand.press(page.getByRole('dialog', { name: 'Replace the client secret?' }).getByRole('button', { name: 'Replace secret' }));
  await administrator.expectDone('The secret was replaced. The old one works beside it for the time shown below.');
  hand.expectAtMost(4);
  await application.refresh(refresh_token);
});

test('who changed a setting, and what it was before, in 2 clicks', async ({ workspace, administrator, page }) => {
  await workspace.setTokens({ refresh_token_ttl: '7d' });
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.choose('Logs');
  const line = page.getByRole('table', { name: 'Log' }).getByRole('row').filter({ hasText: 'Token settings' }).first();
  await expect(line).toContainText('ada@acme.example');
  hand.expectAtMost(2);
});

test('somebody at another workspace is found by name, in 1 click', async ({ workspace, otherWorkspace, administrator, page }) => {
  const user = { identifier: `lovelace@${otherWorkspace.slug}.example`, name: 'Ada King Lovelace', password: 'the analytical engine' };
  await otherWorkspace.createUser(user);
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await page.getByRole('banner').getByRole('searchbox', { name: 'Search everything' }).fill(user.identifier);
  await page.keyboard.press('Enter');
  await administrator.expectHeading('Search');
  await hand.open(page.getByRole('main').getByRole('region', { name: 'Users' }).getByRole('link', { name: new RegExp(user.name) }), user.name);
  expect(new URL(page.url()).pathname).toContain(otherWorkspace.path('/users/'));
  hand.expectAtMost(1);
});

test('a client is deleted, in 4 clicks', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient();
  const hand = new Hand(administrator);
  await administrator.open(workspace.path());
  await hand.openClient(client.name);
  await hand.press(page.getByRole('button', { name: 'Delete client' }));
  await hand.press(page.getByRole('dialog', { name: 'Delete this client?' }).getByRole('button', { name: 'Delete client' }));
  await administrator.expectDone('The client was deleted, and its refresh tokens were ended.');
  hand.expectAtMost(4);
});
