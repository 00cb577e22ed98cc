import type { Page } from '@playwright/test';
import { freePort } from '../../support/program.ts';
import { PythonSite } from '../../support/python-site.ts';
import { test as base, expect } from '../../support/test.ts';

const test = base.extend<{ site: string }>({
  site: async ({ workspace, administrator }, use) => {
    const port = await freePort();
    const redirectUri = `http://127.0.0.1:${port}/complete/oidc/`;
    const client = await administrator.register(workspace, { name: 'Django', type: 'Server-side web', redirectUri });
    const site = await PythonSite.start('social-auth', client, port);
    await use(site.url);
    await site.stop();
  },
});

/** What the site keeps of its user. */
async function profile(page: Page): Promise<Record<string, unknown>> {
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
  return JSON.parse(await page.locator('pre').innerText()) as Record<string, unknown>;
}

test('social-auth-core signs in by Basic, knows its user, and refreshes by form', async ({ site, visitor }) => {
  const { page, user } = visitor;
  await page.goto(site);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await visitor.signIn();
  await visitor.decide('Allow');
  const before = await profile(page);
  expect(before).toMatchObject({ username: user.identifier, email: user.identifier, uid: before['id'] });

  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.locator('pre')).not.toHaveText(JSON.stringify(before));
  const after = await profile(page);
  expect(after).toMatchObject({ username: user.identifier, uid: before['uid'] });
  for (const token of ['access_token', 'refresh_token', 'id_token']) expect(after[token], token).not.toBe(before[token]);
});
