import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';
import type { Gallery } from '../../support/gallery.ts';

/** Every page of the console: its address, and its title. */
const pages: [title: string | RegExp, address: (gallery: Gallery) => string][] = [
  ['Sign in to the console', () => '/console/sign-in'],
  ['Forgot your password?', () => '/console/sign-in/forgotten'],
  ['Choose a new password', () => '/console/sign-in/new-password?token=over'],
  ['Workspaces', () => '/console/acme'],
  ['New workspace', () => '/console/acme/new-workspace'],
  ['New tenant', () => '/console/-/new-tenant'],
  ['Search', () => '/console/-/search'],
  ['Search', () => '/console/acme/-/search?q=demo'],
  ['Search', () => '/console/acme/-/search?q=nothing+like+that'],
  ['Installation log', () => '/console/-/log'],
  ['Audit log', () => '/console/acme/-/log'],
  ['Audit log', () => '/console/acme/-/log?action=client.deleted'],
  ['Audit log', () => '/console/acme/-/log?actor=nobody&since=yesterday'],
  ['Integrity of the logs', () => '/console/-/log/chains'],
  ['Integrity of the installation’s own log', () => '/console/-/log/chain?after=1'],
  ['Integrity of the audit log', () => '/console/acme/-/log/chain'],
  ['Webhooks', () => '/console/acme/-/webhooks'],
  ['New webhook', () => '/console/acme/-/webhooks/new'],
  ['Tenant settings', () => '/console/acme/-/settings'],
  ['Mail', () => '/console/acme/-/mail'],
  ['Administrators', () => '/console/-/administrators'],
  ['Administrators', () => '/console/acme/-/administrators'],
  ['Invite administrator', () => '/console/acme/-/administrators/invite'],
  ['API clients', () => '/console/acme/-/administrators/api-clients'],
  ['Roles', () => '/console/acme/-/administrators/roles'],
  ['New role', () => '/console/acme/-/administrators/roles/new'],
  ['My account', () => '/console/-/account'],
  ['Confirm that it is you', () => '/console/-/confirm'],
  ['Second factor', () => '/console/-/account/second-factor'],
  ['Passkeys', () => '/console/-/account/passkeys'],
  ['Production', ({ workspace }) => workspace.path()],
  ['Production', ({ workspace }) => workspace.path('?period=30d')],
  ['Clients', ({ workspace }) => workspace.path('/clients')],
  ['Nothing found', ({ workspace }) => workspace.path('/clients?q=nothing+like+that')],
  ['Clients', ({ workspace }) => workspace.path('/clients?origin=administrator')],
  ['Clients', ({ workspace }) => workspace.path('/clients?origin=document')],
  ['New client', ({ workspace }) => workspace.path('/clients/new')],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}?period=7d`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/oauth`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/scopes`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/token-policy`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/tokens`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/quickstart`)],
  ['Billing', ({ workspace, service }) => workspace.path(`/clients/${service.clientId}/quickstart`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/try`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/try?trial=over`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/explain`)],
  ['Demo shop', ({ workspace, shop }) => workspace.path(`/clients/${shop.clientId}/explain?user=nobody&scope=openid`)],
  ['Dashboard', ({ workspace, singlePage }) => workspace.path(`/clients/${singlePage.clientId}`)],
  ['Dashboard', ({ workspace, singlePage }) => workspace.path(`/clients/${singlePage.clientId}/oauth`)],
  ['Billing', ({ workspace, service }) => workspace.path(`/clients/${service.clientId}/oauth`)],
  ['Billing', ({ workspace, service }) => workspace.path(`/clients/${service.clientId}/scopes`)],
  ['Services', ({ workspace }) => workspace.path('/services')],
  ['New service', ({ workspace }) => workspace.path('/services/new')],
  ['Orders', ({ orders }) => orders],
  ['Authorization details', ({ workspace }) => workspace.path('/authorization-details')],
  ['New type', ({ workspace }) => workspace.path('/new-authorization-details')],
  ['payment', ({ detailsType }) => detailsType],
  ['Users', ({ workspace }) => workspace.path('/users')],
  ['Add user', ({ workspace }) => workspace.path('/users/new')],
  ['Grace Hopper', ({ user }) => user],
  ['Edit user', ({ user }) => `${user}/edit`],
  ['Sign out everywhere?', ({ user }) => `${user}/sign-out`],
  ['Delete this user?', ({ user }) => `${user}/delete`],
  ['Tokens', ({ workspace }) => workspace.path('/auth-server/tokens')],
  ['Claims', ({ workspace }) => workspace.path('/auth-server/claims')],
  ['Keys', ({ workspace }) => workspace.path('/auth-server/keys')],
  ['FAPI 2.0', ({ workspace }) => workspace.path('/auth-server/fapi')],
  ['Refresh tokens', ({ workspace }) => workspace.path('/tokens')],
  ['Refresh tokens', ({ workspace }) => workspace.path('/tokens?unused_days=0&scope=openid&began_before=2100-01-01&key_bound=no')],
  ['Refresh tokens', ({ workspace }) => workspace.path('/tokens?unused_days=soon')],
  ['Revoke selected', ({ workspace }) => workspace.path('/tokens/revoke-selected')],
  ['Refresh token reuse', ({ workspace }) => workspace.path('/reuses')],
  ['Refresh token reuse', ({ workspace }) => workspace.path('/reuses?state=all&last=7d&user=nobody')],
  ['Mark as handled', ({ workspace }) => workspace.path('/reuses/handle')],
  ['Jobs', ({ workspace }) => workspace.path('/jobs')],
  ['Token requests', ({ workspace }) => workspace.path('/token-requests')],
  ['Logs', ({ workspace }) => workspace.path('/logs')],
  ['Logs', ({ workspace }) => workspace.path('/logs?group=security&text=demo&last=7d&since=2020-01-01')],
  ['Logs', ({ workspace }) => workspace.path('/logs?text=nothing+like+that')],
  ['General', ({ workspace }) => workspace.path('/settings/general')],
  ['Authorization', ({ workspace }) => workspace.path('/settings/authorization')],
  ['Client registration', ({ workspace }) => workspace.path('/settings/client-registration')],
  ['Pinned documents', ({ workspace }) => workspace.path('/settings/pinned-documents')],
  ['Pin a document', ({ workspace }) => workspace.path('/settings/new-pinned-document')],
  ['Notes', ({ pinnedDocument }) => pinnedDocument],
  ['Sign-in', ({ workspace }) => workspace.path('/settings/sign-in')],
  ['Trusted issuers', ({ workspace }) => workspace.path('/settings/trusted-issuers')],
  ['New trusted issuer', ({ workspace }) => workspace.path('/settings/new-trusted-issuer')],
  ['idp', ({ workspace }) => workspace.path('/settings/trusted-issuers/idp')],
  ['Danger zone', ({ workspace }) => workspace.path('/settings/danger-zone')],
  ['Using refresh tokens', ({ workspace, shop }) => workspace.path(`/guide/refresh-tokens?client=${shop.clientId}`)],
];

test.describe('every page of the console is well made', () => {
  for (const [title, address] of pages) {
    // A made-up gallery names the test: the real one is furnished when the first of them runs.
    const named = { workspace: { path: (below = '') => below }, shop: { clientId: 'shop' }, singlePage: { clientId: 'spa' }, service: { clientId: 'service' } };
    const name = address({ ...named, orders: '/services/(orders)', detailsType: '/authorization-details/(payment)', pinnedDocument: '/settings/pinned-documents/(notes)', user: '/users/(user)' } as Gallery) || 'the overview of a workspace';
    test(name, async ({ gallery, administrator, javaScriptEnabled, page }) => {
      await administrator.open(address(gallery));
      await administrator.expectHeading(title === 'Nothing found' ? 'Clients' : title);
      // One heading of the first level, and no step left out, is axe's to see; the document's title is read out first.
      await expect(page).toHaveTitle(/ · Regrant$/);
      await expectWellMade(page, javaScriptEnabled !== false);
      if (await administrator.unfoldAll()) await expectWellMade(page, javaScriptEnabled !== false);
    });
  }

  test('in German, too', async ({ gallery, administrator, javaScriptEnabled, page }) => {
    test.skip(javaScriptEnabled === false, 'the same HTML is shown');
    test.setTimeout(600_000);
    await administrator.open(gallery.workspace.path());
    await page.context().addCookies([{ name: 'regrant-language', value: 'de', url: new URL('/', page.url()).href }]);
    for (const address of new Set(pages.map(([, of]) => of(gallery)))) {
      await page.goto(address);
      await expect(page.locator('html'), address).toHaveAttribute('lang', 'de');
      await administrator.unfoldAll();
      // The colours are the same.
      await expectWellMade(page, true, 'words');
    }
  });

  test('the history of a refresh token', async ({ gallery, administrator, javaScriptEnabled, page }) => {
    for (const [state, ended] of [['live', 'What will end it'], ['revoked', 'What ended it']] as const) {
      await administrator.open(gallery.workspace.path(`/tokens?state=${state}`));
      await page.getByRole('table', { name: 'Refresh tokens' }).getByRole('rowheader').getByRole('link').last().click();
      await administrator.expectHeading('Demo shop for grace@acme.example');
      await expect(page.getByRole('heading', { name: ended })).toBeVisible();
      await expectWellMade(page, javaScriptEnabled !== false);
    }
  });

  test('the readiness line and the switches, as they are read aloud', async ({ gallery, administrator, page }) => {
    await administrator.open(gallery.workspace.path(`/clients/${gallery.singlePage.clientId}`));
    await expect(page.getByRole('main').getByRole('paragraph').filter({ hasText: 'refresh tokens:' })).toMatchAriaSnapshot({ name: 'readiness.yml' });
    await administrator.open(gallery.workspace.path('/settings/authorization'));
    await expect(page.getByRole('group', { name: 'Allowed grant types' })).toMatchAriaSnapshot({ name: 'allowed-grant-types.yml' });
    await expect(page.getByRole('navigation', { name: 'Workspace' })).toMatchAriaSnapshot({ name: 'sidebar.yml' });
  });

  test('an empty workspace', async ({ workspace, administrator, javaScriptEnabled, page }) => {
    const empty: [string, string][] = [
      ['', workspace.name],
      ['/clients', 'Clients'],
      ['/authorization-details', 'Authorization details'],
      ['/users', 'Users'],
      ['/auth-server/fapi', 'FAPI 2.0'],
      ['/tokens', 'Refresh tokens'],
      ['/settings/pinned-documents', 'Pinned documents'],
      ['/settings/trusted-issuers', 'Trusted issuers'],
      ['/guide/refresh-tokens', 'Using refresh tokens'],
    ];
    for (const [below, title] of empty) {
      await administrator.open(workspace.path(below));
      await administrator.expectHeading(title);
      await expectWellMade(page, javaScriptEnabled !== false);
    }
  });

  test.describe('where clients are asked for their keys', () => {
    test.use({ template: 'fapi2' });

    test('a new client, and one that is refused', async ({ workspace, administrator, javaScriptEnabled, page }) => {
      const client = await workspace.createClient({ name: 'Page', type: 'single_page' });
      await administrator.open(workspace.path('/clients/new'));
      await administrator.expectHeading('New client');
      await expect(administrator.field('Public keys')).toBeVisible();
      await expectWellMade(page, javaScriptEnabled !== false);
      for (const below of ['/clients', `/clients/${client.clientId}`, `/clients/${client.clientId}/oauth`]) {
        await administrator.open(workspace.path(below));
        await administrator.expectHeading(below === '/clients' ? 'Clients' : 'Page');
        await expectWellMade(page, javaScriptEnabled !== false);
      }
    });
  });

  test('a page that is not there', async ({ workspace, otherWorkspace, administrator, javaScriptEnabled, page, complaints }) => {
    complaints.expectStatus(404);
    const client = await otherWorkspace.createClient();
    const nowhere = ['/console/acme/nowhere', '/console/nobody', workspace.path('/nothing'), workspace.path(`/clients/${client.clientId}`)];
    for (const path of nowhere) {
      const response = await page.goto(path);
      expect(response?.status(), path).toBe(404);
      await administrator.expectHeading('Not found');
      await expectWellMade(page, javaScriptEnabled !== false);
    }
  });

  test('an open dialog, and the menus', async ({ gallery, administrator, javaScriptEnabled, page }) => {
    await administrator.open(gallery.workspace.path(`/clients/${gallery.shop.clientId}`));
    await page.getByRole('button', { name: 'Disable client' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disable this client?' });
    await expect(dialog).toContainText('Demo shop');
    await expectWellMade(page, javaScriptEnabled !== false);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    for (const menu of [/^Switch workspace/, /^Account of/]) {
      await page.getByRole('button', { name: menu }).click();
      await expectWellMade(page, javaScriptEnabled !== false);
      await page.keyboard.press('Escape');
    }
  });
});

test.describe('every page of the user is well made', () => {
  test('sign in, consent, and back', async ({ workspace, visitor, javaScriptEnabled, complaints }) => {
    complaints.expectStatus(422);
    const scripts = javaScriptEnabled !== false;
    const application = await workspace.application();
    const begun = await application.begin();
    await visitor.goTo(begun.url);
    await expect(visitor.page.getByRole('main')).toMatchAriaSnapshot({ name: 'sign-in.yml' });
    await expectWellMade(visitor.page, scripts);
    await visitor.signIn('not the password');
    await expect(visitor.page.getByRole('alert')).toBeVisible();
    await expectWellMade(visitor.page, scripts);
    await visitor.signIn();
    await expect(visitor.page.getByRole('heading', { name: 'Allow Demo shop?' })).toBeVisible();
    await expect(visitor.page.getByRole('main')).toMatchAriaSnapshot({ name: 'consent.yml' });
    await expectWellMade(visitor.page, scripts);
    await visitor.decide('Allow');
    await visitor.returns(begun.state);
  });

  test('what went wrong, and sign out', async ({ workspace, visitor, javaScriptEnabled, complaints }) => {
    complaints.expectStatus(400);
    const scripts = javaScriptEnabled !== false;
    const application = await workspace.application();
    await application.signIn(visitor);
    await visitor.goTo(new URL(`${workspace.issuer}/oauth2/authorize?client_id=nobody`));
    await expect(visitor.page.getByRole('heading', { name: 'This did not work' })).toBeVisible();
    await expectWellMade(visitor.page, scripts);
    await visitor.goTo(new URL(`${workspace.issuer}/oidc/logout`));
    await expectWellMade(visitor.page, scripts);
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await expect(visitor.page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
    await expectWellMade(visitor.page, scripts);
  });
});
