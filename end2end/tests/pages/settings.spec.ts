import type { Page } from '@playwright/test';
import { Administrator } from '../../support/administrator.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

const PASSWORD = 'the analytical engine';
let made = 0;

test.describe('two administrators at one page', () => {
  test('what the second to save did not touch stays as the first saved it', async ({ workspace, administrator, page }) => {
    await administrator.open(workspace.path('/auth-server/tokens'));
    await administrator.field('Refresh token TTL').fill('90d');
    await workspace.setTokens({ retry_window: '10s', rotation: 'never' });
    await administrator.save();
    await administrator.expectDone('Saved, together with changes made elsewhere while you were editing (see Logs).');
    await expect(administrator.field('Refresh token TTL')).toHaveValue('90d');
    await expect(administrator.field('Retry window')).toHaveValue('10s');
    await expect(page.getByRole('combobox', { name: 'Rotation' })).toHaveValue('never');
  });

  for (const [choice, kept] of [['Use my value', '90d'], ['Keep the saved value', '7d']] as const) {
    test(`what both changed is asked for, and "${choice}" saves ${kept}`, async ({ workspace, administrator, page, complaints, javaScriptEnabled }) => {
      complaints.expectStatus(409);
      await administrator.open(workspace.path('/auth-server/tokens'));
      await administrator.field('Refresh token TTL').fill('90d');
      await administrator.field('ID token TTL').fill('5m');
      await workspace.setTokens({ refresh_token_ttl: '7d', retry_window: '10s' });
      await administrator.save();

      const notice = page.getByRole('alert');
      await expect(notice).toContainText('Nothing was saved yet. While you were editing, also changed elsewhere: Refresh token TTL');
      await expect(notice).toBeInViewport();
      await expect(notice).toBeFocused();
      await administrator.alive();
      await expectWellMade(page, javaScriptEnabled !== false);
      await expect(administrator.field('Refresh token TTL')).toHaveValue('90d');
      await expect(administrator.field('Retry window')).toHaveValue('10s');
      const question = page.getByRole('group', { name: /saved 7d/ });
      await expect(question).toHaveAccessibleName(/: .+ saved 7d$/);
      await expect(page.getByRole('group', { name: / saved / })).toHaveCount(1);

      await notice.getByRole('link', { name: 'Refresh token TTL' }).click();
      await expect(administrator.field('Refresh token TTL')).toBeFocused();
      await question.getByRole('radio', { name: choice }).check();
      await administrator.save();
      await administrator.expectSaved();
      await expect(administrator.field('Refresh token TTL')).toHaveValue(kept);
      await expect(administrator.field('ID token TTL')).toHaveValue('5m');
      await expect(administrator.field('Retry window')).toHaveValue('10s');
    });
  }

  test('an answer outlives another failure of the same page', async ({ workspace, administrator, page, complaints }) => {
    complaints.expectStatus(409, 422);
    await administrator.open(workspace.path('/auth-server/tokens'));
    await administrator.field('Refresh token TTL').fill('90d');
    await workspace.setTokens({ refresh_token_ttl: '7d' });
    await administrator.save();
    await administrator.alive();
    await page.getByRole('group', { name: /saved 7d/ }).getByRole('radio', { name: 'Keep the saved value' }).check();
    await administrator.field('ID token TTL').fill('soon');
    await administrator.save();
    await expect(page.getByRole('alert')).toContainText('Nothing was saved yet. 1 error: ID token TTL');
    await administrator.alive();
    await administrator.field('ID token TTL').fill('5m');
    await administrator.save();
    await administrator.expectSaved();
    await expect(administrator.field('Refresh token TTL')).toHaveValue('7d');
    await expect(administrator.field('ID token TTL')).toHaveValue('5m');
  });

  /** Lets a page say no more what it showed when it was opened, as one that was opened before an update does not. */
  async function forgetShown(page: Page): Promise<void> {
    await page.locator('input[name="opened[values]"]').evaluate((input) => input.setAttribute('value', ''));
  }

  for (const [choice, kept] of [['Use my value', true], ['Keep the saved value', false]] as const) {
    test(`a checkbox and a choice say what is in force, too, and "${choice}" is answered there`, async ({ workspace, administrator, page, complaints, javaScriptEnabled }) => {
      complaints.expectStatus(409);
      await administrator.open(workspace.path('/auth-server/tokens'));
      await administrator.tick(page.getByRole('radio', { name: 'Opaque' }));
      await administrator.tick(page.getByRole('checkbox', { name: 'Require a nonce' }));
      await page.getByRole('checkbox', { name: 'EdDSA' }).click({ force: true });
      await workspace.setTokens({ retry_window: '10s' });
      await forgetShown(page);
      await administrator.save();

      const notice = page.getByRole('alert');
      await expect(notice).toContainText('also changed elsewhere: Access token format, Retry window, Allowed algorithms, Require a nonce');
      await administrator.alive();
      await expectWellMade(page, javaScriptEnabled !== false);
      await expect(page.getByRole('radio', { name: 'Opaque' })).toBeChecked();
      await expect(page.getByRole('checkbox', { name: 'Require a nonce' })).toBeChecked();
      await expect(page.getByRole('checkbox', { name: 'EdDSA' })).not.toBeChecked();
      for (const theirs of [/saved JWT/, /saved Off/, /saved .*EdDSA/]) {
        await page.getByRole('group', { name: theirs }).getByRole('radio', { name: choice }).check();
      }
      await page.getByRole('group', { name: /saved 10s/ }).getByRole('radio', { name: 'Keep the saved value' }).check();
      await administrator.save();
      await administrator.expectSaved();
      await expect(page.getByRole('radio', { name: kept ? 'Opaque' : 'JWT' })).toBeChecked();
      await expect(page.getByRole('checkbox', { name: 'Require a nonce' })).toBeChecked({ checked: kept });
      await expect(page.getByRole('checkbox', { name: 'EdDSA' })).toBeChecked({ checked: !kept });
      await expect(administrator.field('Retry window')).toHaveValue('10s');
    });
  }

  test("a client's switches, grants and scopes say what is in force, too", async ({ workspace, administrator, page, context, complaints, javaScriptEnabled }) => {
    complaints.expectStatus(409);
    const client = await workspace.createClient({ refreshTokens: true });
    const second = new Administrator(await context.newPage(), javaScriptEnabled !== false);
    const oauth = workspace.path(`/clients/${client.clientId}/oauth`);
    await administrator.open(oauth);
    await administrator.unfold('Users');
    await administrator.tick(page.getByRole('checkbox', { name: 'Trusted' }));
    await administrator.tick(page.getByRole('checkbox', { name: 'DPoP-bound access tokens' }));
    await second.open(oauth);
    await second.page.getByRole('checkbox', { name: 'refresh_token' }).click({ force: true });
    await second.save();
    await second.expectSaved();
    await forgetShown(page);
    await administrator.save();

    const notice = page.getByRole('alert');
    await expect(notice).toContainText('also changed elsewhere: Grant types, DPoP-bound access tokens, Trusted');
    await administrator.alive();
    await expectWellMade(page, javaScriptEnabled !== false);
    await page.getByRole('group', { name: /: You .+ saved authorization_code$/ }).getByRole('radio', { name: 'Keep the saved value' }).check();
    const switches = page.getByRole('group', { name: /saved Off/ });
    await expect(switches).toHaveCount(2);
    await switches.first().getByRole('radio', { name: 'Keep the saved value' }).check();
    await switches.last().getByRole('radio', { name: 'Use my value' }).check();
    await administrator.save();
    await administrator.expectSaved();
    await expect(page.getByRole('checkbox', { name: 'refresh_token' })).toHaveCount(0);
    await expect(page.getByRole('checkbox', { name: 'DPoP-bound access tokens' })).not.toBeChecked();
    await administrator.unfold('Users');
    await expect(page.getByRole('checkbox', { name: 'Trusted' })).toBeChecked();

    const scopes = workspace.path(`/clients/${client.clientId}/scopes`);
    await administrator.open(scopes);
    await second.open(scopes);
    await second.page.getByRole('checkbox', { name: 'Offline access' }).click({ force: true });
    await second.save();
    await second.expectSaved();
    await forgetShown(page);
    await administrator.save();
    await expect(notice).toContainText('also changed elsewhere: Scopes');
    await administrator.alive();
    await expectWellMade(page, javaScriptEnabled !== false);
    await expect(page.getByRole('checkbox', { name: 'Offline access' })).toBeChecked();
    await page.getByRole('group', { name: /: You .+ saved .*openid/ }).getByRole('radio', { name: 'Keep the saved value' }).check();
    await administrator.save();
    await administrator.expectSaved();
    await expect(page.getByRole('checkbox', { name: 'Offline access' })).not.toBeChecked();
  });

  test("the browser's way back fills no page with what was in force before", async ({ workspace, administrator, page }) => {
    await administrator.open(workspace.path('/settings/authorization'));
    await administrator.open('/console/acme');
    await workspace.setGrantTypes('authorization_code');
    await page.goBack();
    await administrator.expectHeading('Authorization');
    await expect(page.getByRole('checkbox', { name: 'Refresh token' })).not.toBeChecked();
  });

  test('a grant that one adds and a grant that the other takes away are both as they were left', async ({ workspace, administrator, page }) => {
    await administrator.open(workspace.path('/settings/authorization'));
    await page.getByRole('checkbox', { name: 'Client credentials' }).click({ force: true });
    await workspace.setGrantTypes('authorization_code', 'client_credentials');
    await administrator.save();
    await administrator.expectDone('Saved, together with changes made elsewhere while you were editing (see Logs).');
    await expect(page.getByRole('checkbox', { name: 'Authorization code' })).toBeChecked();
    for (const name of ['Client credentials', 'Refresh token']) await expect(page.getByRole('checkbox', { name })).not.toBeChecked();
  });
});

test('the row that says what is wrong does not cover the field that it is about, and leads to it', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  for (const size of [{ width: 1280, height: 720 }, { width: 375, height: 667 }]) {
    await page.setViewportSize(size);
    await administrator.open(workspace.path('/auth-server/tokens'));
    await administrator.field('Refresh token TTL').fill('soon');
    await administrator.field('Retry window').fill('6m');
    await administrator.save();
    const notice = page.getByRole('alert');
    await expect(notice).toContainText('Nothing was saved yet. Errors: 2 (Refresh token TTL, Retry window)');
    await administrator.alive();
    for (const label of ['Refresh token TTL', 'Retry window']) {
      await notice.getByRole('link', { name: label }).click();
      await expect(administrator.field(label)).toBeFocused();
      const field = await administrator.field(label).boundingBox();
      const row = await notice.boundingBox();
      if (field === null || row === null) throw new Error('one of them is not there');
      expect(field.y + field.height, `${label} at ${size.width}`).toBeLessThanOrEqual(row.y);
      expect(field.y).toBeGreaterThanOrEqual(0);
    }
  }
});

test("a value that is typed for a client is its own, and one that would be dropped is refused", async ({ workspace, administrator, page, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(422);
  const client = await workspace.createClient({ refreshTokens: true });
  await administrator.open(workspace.path(`/clients/${client.clientId}/token-policy`));
  const source = page.getByRole('radiogroup', { name: 'Where Refresh token TTL comes from' });
  await expect(source.getByRole('radio', { name: 'Workspace (30 days)' })).toBeChecked();
  // Nothing is typed where the workspace's value is chosen.
  await expect(administrator.field('Refresh token TTL')).toBeHidden();
  await source.getByRole('radio', { name: 'Own value' }).check();
  await administrator.field('Refresh token TTL').fill('90d');
  await administrator.save();
  await administrator.expectSaved();
  await expect(administrator.field('Refresh token TTL')).toHaveValue('90d');
  await expect(page.getByRole('paragraph').filter({ hasText: 'In force: 90 days Client' })).toBeVisible();
  // The other three are still the workspace's, and change with it.
  await workspace.setTokens({ access_token_ttl: '5m', refresh_token_ttl: '10d' });
  await administrator.open(workspace.path(`/clients/${client.clientId}/token-policy`));
  const accessTokens = page.getByRole('radiogroup', { name: 'Where Access token TTL comes from' });
  await expect(accessTokens.getByRole('radio', { name: 'Workspace (5 minutes)' })).toBeChecked();
  await expect(page.getByRole('paragraph').filter({ hasText: 'In force: 90 days Client' })).toBeVisible();

  await source.getByRole('radio', { name: 'Workspace (10 days)' }).check();
  if (javaScriptEnabled === false) {
    // What was typed is not dropped in silence: the server asks for it to be taken away.
    await administrator.save();
    await expect(administrator.field('Refresh token TTL')).toHaveAccessibleDescription(/^This value would not be used, because Workspace is chosen\./);
    await administrator.field('Refresh token TTL').fill('');
  }
  await administrator.save();
  await administrator.expectSaved();
  await expect(source.getByRole('radio', { name: 'Workspace (10 days)' })).toBeChecked();
  await expect(page.getByRole('paragraph').filter({ hasText: 'In force:' })).toHaveCount(0);

  await source.getByRole('radio', { name: 'Own value' }).check();
  await administrator.field('Refresh token TTL').fill('x');
  await administrator.save();
  await expect(administrator.field('Refresh token TTL')).toHaveAccessibleDescription(/^This is not a duration\./);
});

test('a client is ready only when users can be sent back to it, and explain says the same', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  await administrator.open(workspace.path('/clients/new'));
  await administrator.field('Name').fill('Shop');
  await administrator.tick(page.getByRole('main').getByRole('radio', { name: 'Server-side web' }));
  await page.getByRole('checkbox', { name: 'Issue refresh tokens' }).click({ force: true });
  await expect(page.getByRole('checkbox', { name: 'Issue refresh tokens' })).not.toBeChecked();
  await administrator.save('Create client');
  await administrator.expectDone('Client created.');
  const main = page.getByRole('main');
  await expect(main).toContainText('This client cannot get refresh tokens: no redirect URI is registered, ');

  await main.getByRole('link', { name: 'Explain' }).first().click();
  await administrator.expectHeading('Shop');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  for (const words of ['The redirect URI is registered', 'The client has the refresh_token grant type', 'Offline access is on for the client']) {
    await expect(main.getByRole('listitem').filter({ hasText: words })).toBeVisible();
  }

  await page.getByRole('link', { name: 'OAuth', exact: true }).click();
  await administrator.alive();
  await page.getByRole('combobox', { name: 'Grant types' }).selectOption('refresh_token');
  await administrator.save();
  await expect(administrator.field('Redirect URIs')).toHaveAccessibleDescription(/^Type at least one:/);
  await administrator.alive();
  await administrator.field('Redirect URIs').fill('https://app.example.com/callback');
  await administrator.save();
  await administrator.expectSaved();
  await page.getByRole('link', { name: 'Scopes', exact: true }).click();
  await administrator.alive();
  await administrator.tick(main.getByRole('checkbox', { name: 'Offline access' }));
  await administrator.save();
  await administrator.expectSaved();
  await expect(main).toContainText('This client can get refresh tokens. Nobody can sign in to it yet: add a user.');
});

test('a form outlives its session: its sender signs in again, and saves what they typed', async ({ installation, workspace, newBrowser, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(401);
  const email = `keeper-${(made += 1)}@acme.example`;
  const link = await installation.createAdministrator(email, 'Ada Lovelace');
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);
  await administrator.open(link);
  await page.getByLabel(/^New password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectSignedIn();

  await administrator.open(workspace.path('/auth-server/tokens'));
  await administrator.field('Refresh token TTL').fill('90d');
  await administrator.tick(page.getByRole('checkbox', { name: 'End on sign-out' }));
  await installation.say('admin', 'sessions', 'end', email);
  await administrator.save();

  await administrator.expectHeading('Sign in to the console');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectHeading('Tokens');
  await expect(page.getByRole('alert')).toContainText('You were signed out in the meantime, so nothing was saved.');
  await expect(administrator.field('Refresh token TTL')).toHaveValue('90d');
  await expect(page.getByRole('checkbox', { name: 'End on sign-out' })).toBeChecked();
  await administrator.save();
  await administrator.expectSaved();
  await expect(administrator.field('Refresh token TTL')).toHaveValue('90d');
});

test('what one administrator typed is not for the next one at the same browser', async ({ installation, workspace, newBrowser, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(401, 403);
  const page = await newBrowser();
  const administrator = new Administrator(page, javaScriptEnabled !== false);
  const [first, second] = [`first-${(made += 1)}@acme.example`, `second-${made}@acme.example`];
  await administrator.open(await installation.createAdministrator(first, 'First Administrator'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectSignedIn();
  const link = await installation.createAdministrator(second, 'Second Administrator');
  await administrator.open(workspace.path('/settings/general'));
  await administrator.field('Name').fill('Typed by the first');
  await installation.say('admin', 'sessions', 'end', first);
  await administrator.save();
  await administrator.open(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await administrator.expectSignedIn();
  await administrator.open(workspace.path('/settings/general'));
  await expect(administrator.field('Name')).toHaveValue(workspace.name);
});
