import type { Page } from '@playwright/test';
import { Apache, type ApacheSession } from '../../support/apache.ts';
import { expectEnded } from '../../support/ended.ts';
import { freePort } from '../../support/program.ts';
import { test as base, expect } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const test = base.extend<{ site: { apache: Apache; client: Client } }>({
  site: async ({ workspace, administrator }, use) => {
    const port = await freePort();
    const [redirectUri, signedOutUri] = [`http://127.0.0.1:${port}/private/callback`, `http://127.0.0.1:${port}/signed-out.html`];
    const client = await administrator.register(workspace, { name: 'Apache', type: 'Server-side web', redirectUri, signedOutUri });
    const apache = await Apache.start(client, port);
    await use({ apache, client });
    await apache.stop();
  },
});

/** What Apache keeps of the session that this browser has there. */
async function session(page: Page, { url }: Apache): Promise<ApacheSession> {
  const response = await page.request.get(`${url}/private/callback?info=json`);
  expect(response.status()).toBe(200);
  return (await response.json()) as ApacheSession;
}

test('mod_auth_openidc signs a user in, refreshes in several processes at the same moment and one after the other, revokes and signs out', async ({ workspace, site, visitor }) => {
  // What is below /private/fresh takes a minute that the access token still lives: as each lives for a minute, every request refreshes.
  await workspace.setTokens({ access_token_ttl: '1m' });
  const { page, user } = visitor;
  const { apache, client } = site;
  await page.goto(`${apache.url}/private/page.html`);
  await visitor.signIn();
  await visitor.decide('Allow');
  await expect(page.getByRole('heading', { level: 1, name: 'Private' })).toBeVisible();
  const first = await session(page, apache);
  expect(first.userinfo).toMatchObject({ name: user.name, email: user.identifier });
  expect((await session(page, apache)).refresh_token, 'nothing refreshes without a reason').toBe(first.refresh_token);

  const fresh = async () => (await page.request.get(`${apache.url}/private/fresh/page.html`)).status();
  await test.step('at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, fresh));
    expect(new Set(answers)).toEqual(new Set([200]));
    await expect.poll(() => apache.processes('/private/fresh/page.html').size, 'processes').toBeGreaterThan(1);
  });
  const tokens = [first, await session(page, apache)];

  await test.step('one after the other', async () => {
    await workspace.setTokens({ access_token_ttl: '1m', retry_window: '0' });
    for (let refreshes = 0; refreshes < 3; refreshes += 1) {
      expect(await fresh()).toBe(200);
      tokens.push(await session(page, apache));
    }
    expect(new Set(tokens.map(({ refresh_token }) => refresh_token)).size, 'refresh tokens').toBe(5);
    expect(new Set(tokens.map(({ access_token }) => access_token)).size, 'access tokens').toBe(5);
  });

  await test.step('the sign-out, which revokes', async () => {
    await page.goto(`${apache.url}/private/callback?logout=${encodeURIComponent(`${apache.url}/signed-out.html`)}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
    await expectEnded(await workspace.application(client), tokens.at(-1)!);
    await page.goto(`${apache.url}/private/page.html`);
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  });
});
