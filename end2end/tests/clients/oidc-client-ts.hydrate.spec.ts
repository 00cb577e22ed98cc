import type { Page } from '@playwright/test';
import { expectEnded } from '../../support/ended.ts';
import { SinglePageSite } from '../../support/single-page-site.ts';
import { test as base, expect } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const test = base.extend<{ application: { site: SinglePageSite; client: Client } }>({
  application: async ({ workspace, administrator }, use) => {
    const site = await SinglePageSite.start();
    const { redirectUri, signedOutUri } = site;
    const client = await administrator.register(workspace, { name: 'oidc-client-ts', type: 'Single-page', redirectUri, signedOutUri });
    site.serve(client);
    await use({ site, client });
    await site.stop();
  },
});

/** The tokens that a tab shows. */
async function held(tab: Page): Promise<{ access_token: string; refresh_token: string }> {
  await expect(tab.getByRole('heading', { level: 1, name: 'Signed in' })).toBeVisible();
  return JSON.parse(await tab.locator('pre').innerText()) as { access_token: string; refresh_token: string };
}

/** Opens the application in another tab of the same browser. */
async function openTab(beside: Page, { url }: SinglePageSite): Promise<Page> {
  const tab = await beside.context().newPage();
  await tab.goto(url);
  return tab;
}

test('oidc-client-ts signs a user in, refreshes in four tabs at the same moment and in one after the other, revokes and signs out', async ({ workspace, application, visitor }) => {
  const { site, client } = application;
  const { page } = visitor;
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await visitor.signIn();
  await visitor.decide('Allow');
  const first = await held(page);
  const others = await Promise.all([1, 2, 3].map(() => openTab(page, site)));
  for (const tab of others) expect(await held(tab)).toEqual(first);

  const tokens = await test.step('at the same moment', async () => {
    const sent: (string | null)[] = [];
    page.context().on('request', (request) => {
      if (request.url() === `${workspace.issuer}/oauth2/token`) sent.push(new URLSearchParams(request.postData() ?? '').get('refresh_token'));
    });
    await page.getByRole('button', { name: 'Refresh in every tab' }).click();
    for (const tab of [page, ...others]) {
      await expect(tab.getByRole('status')).toHaveText('1');
      await expect(tab.getByRole('alert')).toBeEmpty();
    }
    expect(sent.length).toBe(4);
    expect(sent.filter((token) => token === first.refresh_token).length, 'tabs that sent the same token').toBeGreaterThan(1);
    const all = [await held(page), ...(await Promise.all(others.map(held)))];
    expect(new Set(all.map(({ refresh_token }) => refresh_token)).size, 'all have the same successor').toBe(1);
    expect(new Set(all.map(({ access_token }) => access_token)).size, 'each has an access token of its own').toBe(4);
    return [first, all[0]!];
  });

  await test.step('one after the other', async () => {
    for (const tab of others) await tab.close();
    await workspace.setTokens({ retry_window: '0' });
    for (const refreshes of ['2', '3', '4']) {
      await page.getByRole('button', { name: 'Refresh', exact: true }).click();
      await expect(page.getByRole('status')).toHaveText(refreshes);
      tokens.push(await held(page));
    }
    expect(new Set(tokens.map(({ refresh_token }) => refresh_token)).size).toBe(5);
  });

  await test.step('the sign-out, which revokes', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
    await expectEnded(await workspace.application(client), tokens.at(-1)!);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  });
});

test('oidc-client-ts refreshes by itself in every tab, each time, and nobody is signed out', async ({ workspace, application, visitor }) => {
  // It does so a minute before the access token's end, or a second after it got one that lives for a minute.
  await workspace.setTokens({ access_token_ttl: '1m' });
  const { site, client } = application;
  const { page } = visitor;
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await visitor.signIn();
  await visitor.decide('Allow');
  // Only then is there something for the other tabs to find.
  await held(page);
  const tabs = [page, await openTab(page, site), await openTab(page, site)];
  for (const tab of tabs) {
    await expect.poll(async () => Number(await tab.getByRole('status').innerText()), 'refreshes in a tab').toBeGreaterThanOrEqual(3);
    await expect(tab.getByRole('alert')).toBeEmpty();
  }
  const last = await held(page);
  await (await workspace.application(client)).refresh(last.refresh_token);
});
