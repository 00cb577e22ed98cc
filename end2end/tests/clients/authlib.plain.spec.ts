import type { Page } from '@playwright/test';
import { expectEnded } from '../../support/ended.ts';
import { freePort } from '../../support/program.ts';
import { PythonSite } from '../../support/python-site.ts';
import { test as base, expect } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const test = base.extend<{ shop: { site: PythonSite; client: Client } }>({
  shop: async ({ workspace, administrator }, use) => {
    const port = await freePort();
    const [redirectUri, signedOutUri] = [`http://127.0.0.1:${port}/authorize`, `http://127.0.0.1:${port}/signed-out`];
    const client = await administrator.register(workspace, { name: 'Authlib', type: 'Server-side web', redirectUri, signedOutUri });
    const site = await PythonSite.start('authlib', client, port);
    await use({ site, client });
    await site.stop();
  },
});

/** The tokens that the site has for its user. */
async function held(page: Page, { url }: PythonSite): Promise<{ access_token: string; refresh_token: string }> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
  return JSON.parse(await page.locator('pre').innerText()) as { access_token: string; refresh_token: string };
}

test('Authlib in a Django site signs a user in, refreshes in several threads at the same moment and one after the other, revokes and signs out', async ({ workspace, shop, visitor }) => {
  // Authlib refreshes as soon as less than a minute is left of an access token, so here with every use.
  await workspace.setTokens({ access_token_ttl: '1m' });
  const { page, user } = visitor;
  const { site, client } = shop;
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await visitor.signIn();
  await visitor.decide('Allow');
  const tokens = [await held(page, site)];

  const uses = async () => {
    const response = await page.request.get(`${site.url}/userinfo`);
    expect(await response.json()).toMatchObject({ name: user.name, email: user.identifier });
  };
  await test.step('at the same moment', async () => {
    await Promise.all(Array.from({ length: 8 }, uses));
    tokens.push(await held(page, site));
  });
  await test.step('one after the other', async () => {
    await workspace.setTokens({ access_token_ttl: '1m', retry_window: '0' });
    for (let refreshes = 0; refreshes < 3; refreshes += 1) {
      await uses();
      tokens.push(await held(page, site));
    }
  });
  for (const token of ['access_token', 'refresh_token'] as const) expect(new Set(tokens.map((held) => held[token])).size, token).toBe(5);

  await test.step('the revocation, after which the site is told to begin again', async () => {
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expectEnded(await workspace.application(client), tokens.at(-1)!);
    const response = await page.request.get(`${site.url}/userinfo`);
    expect({ status: response.status(), body: (await response.json()) as unknown }).toEqual({ status: 401, body: { error: 'invalid_grant' } });
  });
  await test.step('the sign-out', async () => {
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
    await page.goto(`${site.url}/login`);
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  });
});
