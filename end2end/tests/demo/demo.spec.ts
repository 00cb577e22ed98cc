import { expect, test as base } from '../../support/test.ts';
import { Demonstration } from '../../support/demonstration.ts';

const test = base.extend<object, { demonstration: Demonstration }>({
  demonstration: [
    async ({}, use) => {
      const demonstration = await Demonstration.start();
      await use(demonstration);
      await demonstration.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

// Another server than the other tests'.
test.use({ storageState: { cookies: [], origins: [] }, baseURL: '' });

test('a newcomer sees rotation, reuse detection and the end of a refresh token in the demonstration', async ({ demonstration, newBrowser }) => {
  const page = await newBrowser();
  await page.goto(demonstration.application);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('User name or e-mail').fill('alice@example.com');
  await page.getByLabel('Password').fill(demonstration.passwordOf('alice@example.com'));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Signed in as Alice Example' })).toBeVisible();

  const refreshToken = page.getByRole('region', { name: 'Refresh token', exact: true });
  const refresh = page.getByRole('button', { name: 'Refresh', exact: true });
  await test.step('Refresh shows the old and the new token', async () => {
    await refresh.click();
    await expect(page.getByRole('heading', { name: 'Before', exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Now', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Replay token 1' })).toBeVisible();
    await refresh.click();
    await expect(page.getByRole('main')).toContainText('It was replaced a moment ago');
  });

  await test.step('Replay within the retry window gets the same token', async () => {
    await page.getByRole('button', { name: 'Replay token 1' }).click();
    await expect(page.getByRole('region', { name: 'The replay of token 1 was answered' })).toContainText('the current token');
  });

  await test.step('Once the window has passed, Refresh replaces it again', async () => {
    await expect(async () => {
      await refresh.click();
      await expect(page.getByRole('button', { name: 'Replay token 2' })).toBeVisible({ timeout: 1000 });
    }).toPass();
  });

  await test.step('Replay of an old token is found out, and the current one is dead', async () => {
    await page.getByRole('button', { name: 'Replay token 1' }).click();
    await expect(page.getByRole('main')).toContainText('invalid_grant: The refresh token was used before; it has been revoked');
    await page.getByRole('button', { name: 'Try the current token' }).click();
    await expect(page.getByRole('region', { name: 'The refresh was refused' })).toContainText('invalid_grant: The refresh token was revoked');
  });

  await test.step('signing in again makes it good, and Revoke ends it', async () => {
    await refreshToken.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await expect(refreshToken).toContainText('current');
    await page.getByRole('button', { name: 'Revoke the refresh token' }).click();
    await expect(refreshToken).toContainText('revoked');
  });

  await test.step('Sign out signs out of both', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByLabel('User name or e-mail')).toBeVisible();
  });
});

test('without the tick there is no refresh token, and the application says what is missing', async ({ demonstration, newBrowser }) => {
  const page = await newBrowser();
  await page.goto(demonstration.application);
  await page.getByLabel('Ask for offline access').uncheck();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('User name or e-mail').fill('bob@example.com');
  await page.getByLabel('Password').fill(demonstration.passwordOf('bob@example.com'));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('region', { name: 'Refresh token', exact: true })).toContainText('Offline access was not asked for');
});

// Clauses: 300.
test('the API beside the application takes a token that is for it, and refuses one that was revoked where it asks', async ({ demonstration, newBrowser }) => {
  const page = await newBrowser();
  await page.goto(demonstration.application);
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
  const call = page.getByRole('button', { name: 'Call the API', exact: true });
  const outcome = (name: string) => page.getByRole('region', { name });
  await signIn.click();
  await page.getByLabel('User name or e-mail').fill('bob@example.com');
  await page.getByLabel('Password').fill(demonstration.passwordOf('bob@example.com'));
  await signIn.click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await call.click();
  await expect(outcome('The API refused the access token')).toContainText('/.well-known/oauth-protected-resource/api');
  await expect(outcome('The API refused the access token')).toContainText('Ask for the Orders API');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Ask for the Orders API').check();
  await signIn.click();
  await page.getByLabel('User name or e-mail').fill('bob@example.com');
  await page.getByLabel('Password').fill(demonstration.passwordOf('bob@example.com'));
  await signIn.click();
  await expect(page.getByRole('main')).toContainText('Orders');
  await page.getByRole('button', { name: 'Allow' }).click();
  await call.click();
  await expect(outcome('The API answered')).toContainText('asked nobody');
  await page.getByRole('button', { name: 'Call the API, which asks' }).click();
  await expect(outcome('The API answered')).toContainText('has asked the authorization server');
  await page.getByRole('button', { name: 'Revoke the access token' }).click();
  await page.getByRole('button', { name: 'Call the API, which asks' }).click();
  await expect(outcome('The API refused the access token')).toContainText('is not active');
  await call.click();
  await expect(outcome('The API answered')).toBeVisible();
});

test("the first administrator's link opens the console of the demonstration", async ({ demonstration, newBrowser }) => {
  const page = await newBrowser();
  await page.goto(demonstration.signInLink);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Shop', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Shop' })).toBeVisible();
});
