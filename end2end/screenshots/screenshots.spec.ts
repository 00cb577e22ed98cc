import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { settled } from '../support/look.ts';
import { test } from '../support/test.ts';

// Refusals are pictured too.
test.beforeEach(({ complaints }) => complaints.expectStatus(404, 409, 422));

const folder = resolve(import.meta.dirname, '../test-results/screenshots');

/** The window's width and the colours, by the name that a picture has them under. */
const looks = [
  { name: '1440-light', width: 1440, colorScheme: 'light' },
  { name: '1440-dark', width: 1440, colorScheme: 'dark' },
  { name: '320-light', width: 320, colorScheme: 'light' },
  { name: '320-dark', width: 320, colorScheme: 'dark' },
] as const;

async function take(page: Page, name: string, fullPage = true): Promise<void> {
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.setViewportSize({ width: look.width, height: look.width === 320 ? 720 : 900 });
    await settled(page);
    await page.screenshot({ path: `${folder}/${name}-${look.name}.png`, fullPage });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('the console', async ({ gallery, administrator, page }) => {
  const { workspace, shop, singlePage, orders, user } = gallery;
  const pages: [string, string][] = [
    ['workspaces', '/console/acme'],
    ['new-workspace', '/console/acme/new-workspace'],
    ['overview', workspace.path()],
    ['clients', workspace.path('/clients')],
    ['new-client', workspace.path('/clients/new')],
    ['client', workspace.path(`/clients/${shop.clientId}`)],
    ['client-not-ready', workspace.path(`/clients/${singlePage.clientId}`)],
    ['client-oauth', workspace.path(`/clients/${shop.clientId}/oauth`)],
    ['client-scopes', workspace.path(`/clients/${shop.clientId}/scopes`)],
    ['client-token-policy', workspace.path(`/clients/${shop.clientId}/token-policy`)],
    ['client-explain', workspace.path(`/clients/${shop.clientId}/explain?scope=openid`)],
    ['client-tokens', workspace.path(`/clients/${shop.clientId}/tokens`)],
    ['services', workspace.path('/services')],
    ['service', orders],
    ['users', workspace.path('/users')],
    ['user', user],
    ['token-settings', workspace.path('/auth-server/tokens')],
    ['tokens', workspace.path('/tokens')],
    ['logs', workspace.path('/logs')],
    ['general', workspace.path('/settings/general')],
    ['authorization', workspace.path('/settings/authorization')],
    ['guide', workspace.path(`/guide/refresh-tokens?client=${singlePage.clientId}`)],
    ['not-found', '/console/acme/nowhere'],
  ];
  for (const [name, path] of pages) {
    await administrator.open(path);
    await take(page, name);
  }
  await administrator.open(workspace.path('/tokens?state=revoked'));
  await page.getByRole('table').getByRole('rowheader').getByRole('link').last().click();
  await administrator.expectHeading(/ for grace@acme\.example$/);
  await take(page, 'token-history');
  await administrator.open(workspace.path('/auth-server/tokens'));
  await administrator.field('Refresh token TTL').fill('soon');
  await administrator.save();
  await page.getByRole('alert').filter({ hasText: 'Nothing was saved yet.' }).waitFor();
  await take(page, 'token-settings-wrong');
  await administrator.open(workspace.path('/auth-server/tokens'));
  await administrator.field('Refresh token TTL').fill('7d');
  await administrator.save();
  await page.getByRole('table', { name: 'What would end, by client' }).waitFor();
  await take(page, 'token-settings-question');
  await administrator.open(workspace.path(`/clients/${shop.clientId}`));
  await page.getByRole('button', { name: 'Disable client' }).click();
  await take(page, 'client-disable', false);
});

test('the pages of the user and of nobody', async ({ workspace, visitor, installation }) => {
  const { page } = visitor;
  await page.goto(`${installation.url}/console/sign-in`);
  await take(page, 'console-sign-in');
  const application = await workspace.application();
  const begun = await application.begin();
  await visitor.goTo(begun.url);
  await take(page, 'sign-in');
  await visitor.signIn('not the password');
  await take(page, 'sign-in-wrong');
  await visitor.signIn();
  await page.getByRole('heading', { name: /^Allow/ }).waitFor();
  await take(page, 'consent');
  await visitor.decide('Allow');
  await visitor.returns(begun.state);
  await page.goto(`${workspace.issuer}/account`);
  await take(page, 'account');
  await page.goto(`${installation.url}/errors/refresh_token_reused`);
  await take(page, 'error');
  await page.goto(`${workspace.issuer}/oidc/logout`);
  await take(page, 'sign-out');
});
