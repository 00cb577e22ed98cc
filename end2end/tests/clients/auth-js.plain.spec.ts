import type { Page } from '@playwright/test';
import { AuthJsSite, type AuthJsSession } from '../../support/auth-js-site.ts';
import { expectEnded } from '../../support/ended.ts';
import { freePort } from '../../support/program.ts';
import { test as base, expect } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const test = base.extend<{ shop: { site: AuthJsSite; client: Client } }>({
  shop: async ({ workspace, administrator }, use) => {
    const port = await freePort();
    const redirectUri = `http://127.0.0.1:${port}/auth/callback/regrant`;
    const client = await administrator.register(workspace, { name: 'Auth.js', type: 'Server-side web', redirectUri });
    const site = await AuthJsSite.start(client, port);
    await use({ site, client });
    await site.stop();
  },
});

/** What the site tells of the user of this browser, refreshed where it has to be. */
async function session(page: Page, { url }: AuthJsSite): Promise<AuthJsSession> {
  const response = await page.request.get(`${url}/auth/session`);
  expect(response.status()).toBe(200);
  return (await response.json()) as AuthJsSession;
}

test('@auth/core signs a user in, refreshes as its guide says, at the same moment and one after the other, and revokes where it signs out, which ends no session but its own', async ({
  workspace,
  shop,
  visitor,
}) => {
  // The site refreshes as soon as less than a minute is left of an access token, so here with every look at the session.
  await workspace.setTokens({ access_token_ttl: '1m' });
  const { page, user } = visitor;
  const { site, client } = shop;
  const signIn = async () => {
    await page.goto(`${site.url}/auth/signin`);
    await page.getByRole('button', { name: 'Sign in with Regrant' }).click();
  };
  await signIn();
  await visitor.signIn();
  await visitor.decide('Allow');
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();

  const atOnce = await Promise.all(Array.from({ length: 8 }, () => session(page, site)));
  for (const { user: known, error } of atOnce) {
    expect(known).toMatchObject({ name: user.name, email: user.identifier });
    expect(error).toBeUndefined();
  }
  expect(new Set(atOnce.map(({ tokens }) => tokens.refresh_token)).size, 'all have the same successor').toBe(1);
  expect(new Set(atOnce.map(({ tokens }) => tokens.access_token)).size, 'each has an access token of its own').toBe(8);

  await workspace.setTokens({ access_token_ttl: '1m', retry_window: '0' });
  const sessions = [atOnce[0]!];
  for (let refreshes = 0; refreshes < 3; refreshes += 1) sessions.push(await session(page, site));
  expect(new Set(sessions.map(({ tokens }) => tokens.refresh_token)).size).toBe(4);

  await page.goto(`${site.url}/auth/signout`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  expect(await session(page, site)).toBeNull();
  await expectEnded(await workspace.application(client), sessions.at(-1)!.tokens);
  // It has no sign-out at the provider: the user signs in again without a password.
  await signIn();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  expect((await session(page, site)).error).toBeUndefined();
});
