import type { Page } from '@playwright/test';
import type { Application } from '../../support/application.ts';
import type { Administrator } from '../../support/administrator.ts';
import { expect, test } from '../../support/test.ts';
import type { Visitor } from '../../support/visitor.ts';
import type { Client, ClientOptions, Workspace } from '../../support/workspace.ts';

/** One of the four switches: how it is off while the other three are on, and what the console says of that. */
interface Switch {
  walk: string;
  client: ClientOptions;
  off?: (workspace: Workspace) => Promise<void>;
  missing: string;
  /** Where the console's link leads. */
  at: (workspace: Workspace, client: Client) => string;
  /** Turns it on in the browser. */
  turnOn: (administrator: Administrator, client: Client) => Promise<void>;
}

const switches: Switch[] = [
  {
    walk: 'walk 1: Settings › Authorization › Allowed grant types › Refresh token › Save changes',
    client: { refreshTokens: true },
    off: (workspace) => workspace.setGrantTypes('authorization_code', 'client_credentials'),
    missing: 'the workspace does not allow the Refresh token grant',
    at: (workspace) => workspace.path('/settings/authorization'),
    turnOn: async (administrator) => {
      await administrator.choose('Settings', 'Authorization');
      await administrator.expectHeading('Authorization');
      const allowed = administrator.page.getByRole('group', { name: 'Allowed grant types' });
      await expect(allowed.getByRole('checkbox')).toHaveCount(6);
      await administrator.tick(allowed.getByRole('checkbox', { name: 'Refresh token' }));
      await administrator.save('Save changes');
      await administrator.expectSaved();
      await expect(allowed.getByRole('checkbox', { name: 'Refresh token' })).toBeChecked();
    },
  },
  {
    walk: 'walk 2: Applications › Clients › (client) › OAuth › Grant types › refresh_token › Save changes',
    client: { refreshTokens: true, grantTypes: ['authorization_code'] },
    missing: 'the client does not have the refresh_token grant type',
    at: (workspace, client) => workspace.path(`/clients/${client.clientId}/oauth`),
    turnOn: async (administrator, client) => {
      const { page } = administrator;
      await openClient(administrator, client, 'OAuth');
      await page.getByRole('combobox', { name: 'Grant types' }).selectOption({ label: 'refresh_token' });
      await administrator.save('Save changes');
      await administrator.expectSaved();
      await expect(page.getByRole('checkbox', { name: 'refresh_token' })).toBeChecked();
    },
  },
  {
    walk: 'walk 3: Applications › Clients › (client) › Scopes › Profile › Offline access › Save changes',
    client: { refreshTokens: true, scopes: ['openid', 'profile', 'email'] },
    missing: 'Offline access is off for the client',
    at: (workspace, client) => workspace.path(`/clients/${client.clientId}/scopes`),
    turnOn: async (administrator, client) => {
      const { page } = administrator;
      await openClient(administrator, client, 'Scopes');
      const profile = page.getByRole('group', { name: 'Scopes by service' }).getByRole('group').filter({ hasText: /^Profile/ });
      await administrator.tick(profile.getByRole('checkbox', { name: 'Offline access' }));
      await administrator.save('Save changes');
      await administrator.expectSaved();
      await expect(profile.getByRole('checkbox', { name: 'Offline access' })).toBeChecked();
    },
  },
  {
    walk: 'walk 4: Auth Server › Tokens › Time to Live Settings › Refresh token TTL › Save changes',
    client: { refreshTokens: true },
    off: (workspace) => workspace.setTokens({ refresh_token_ttl: '0' }),
    missing: 'the Refresh token TTL is 0',
    at: (workspace) => workspace.path('/auth-server/tokens'),
    turnOn: async (administrator) => {
      const { page } = administrator;
      await administrator.choose('Auth Server', 'Tokens');
      await administrator.expectHeading('Tokens');
      await expect(page.getByRole('heading', { name: 'Time to Live Settings' })).toBeVisible();
      await expect(page.getByLabel('Refresh token TTL')).toHaveValue('0');
      await page.getByLabel('Refresh token TTL').fill('720h');
      await administrator.save('Save changes');
      await administrator.expectSaved();
      // Shown as people say it.
      await expect(page.getByLabel('Refresh token TTL')).toHaveValue('30d');
    },
  },
];

for (const { walk, client: options, off, missing, at, turnOn } of switches) {
  test(walk, async ({ workspace, administrator, visitor, page }) => {
    const client = await workspace.createClient(options);
    await off?.(workspace);
    const application = await workspace.application(client);

    await test.step('before it, a sign-in with offline_access brings no refresh token', () => expectNoRefreshToken(application, visitor));
    await test.step('the console says what is missing, and leads there', async () => {
      await administrator.open(workspace.path(`/clients/${client.clientId}`));
      const readiness = page.getByRole('main').getByText('This client cannot get refresh tokens:');
      await expect(readiness).toHaveText(`This client cannot get refresh tokens: ${missing}.`);
      const link = readiness.getByRole('link');
      await expect(link).toHaveText(missing);
      await expect(link).toHaveAttribute('href', at(workspace, client));
    });
    await test.step('the walk', async () => {
      await administrator.open(workspace.path());
      await turnOn(administrator, client);
    });
    await test.step('after it, the same sign-in brings a refresh token that works', () => expectRefreshToken(application, visitor));
    await test.step('and the console says so', async () => {
      await administrator.open(workspace.path(`/clients/${client.clientId}`));
      await expectReady(page);
    });
  });
}

test('a client with the defaults is told both of its switches, and walks them one after the other', async ({ workspace, administrator, visitor, page }) => {
  const client = await workspace.createClient();
  const application = await workspace.application(client);
  await expectNoRefreshToken(application, visitor);
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  const readiness = page.getByRole('main').getByText('This client cannot get refresh tokens:');
  await expect(readiness.getByRole('link')).toHaveText(['the client does not have the refresh_token grant type', 'Offline access is off for the client']);
  await readiness.getByRole('link', { name: 'the client does not have the refresh_token grant type' }).click();
  await page.getByRole('combobox', { name: 'Grant types' }).selectOption('refresh_token');
  await administrator.save();
  await administrator.expectSaved();
  await expectNoRefreshToken(application, visitor, { signsIn: false, consent: 'not asked' });
  await readiness.getByRole('link').click();
  await administrator.tick(page.getByRole('checkbox', { name: 'Offline access' }));
  await administrator.save();
  await administrator.expectSaved();
  await expectReady(page);
  await expectRefreshToken(application, visitor);
});

/** Applications › Clients › (client) › one of its pages. */
async function openClient(administrator: Administrator, client: Client, tab: string): Promise<void> {
  const { page } = administrator;
  await administrator.choose('Applications', 'Clients');
  await administrator.expectHeading('Clients');
  await page.getByRole('main').getByRole('link', { name: client.name, exact: true }).click();
  await administrator.expectHeading(client.name);
  await page.getByRole('navigation', { name: `Pages of ${client.name}` }).getByRole('link', { name: tab, exact: true }).click();
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^${client.name}: ${tab}`));
  await administrator.alive();
}

async function expectNoRefreshToken(application: Application, visitor: Visitor, asking: object = {}): Promise<void> {
  const tokens = await application.signIn(visitor, { scope: 'openid profile email offline_access', ...asking });
  expect(tokens.refresh_token).toBeUndefined();
  // Nobody is told that offline access was had when it was not.
  expect(tokens.scope).toBe('email openid profile');
}

async function expectRefreshToken(application: Application, visitor: Visitor): Promise<void> {
  // The user is asked for offline access, which they have not agreed to before.
  const tokens = await application.signInForRefreshToken(visitor, { scope: 'openid profile email offline_access', signsIn: false });
  const next = await application.refresh(tokens.refresh_token);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
  expect((await application.userinfo(next)).sub).toBe(tokens.claims()?.sub);
}

async function expectReady(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByText('This client can get refresh tokens.')).toBeVisible();
}
