import { expectNoOverflow, expectWellMade, expectWholeTables } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';
import { Visitor, type User } from '../../support/visitor.ts';
import { Workspace } from '../../support/workspace.ts';

/** The longest values that may be typed, none of which a line can be broken in, and strange ones among them. */
const NAME = 'W'.repeat(100);
const STRANGE = 'שלום عالم 👩‍👩‍👧‍👦 Ｗｉｄｅ ñandú';
const SLUG = `w${'0'.repeat(38)}w`;
const longest: User = { identifier: `${'m'.repeat(241)}@acme.example`, name: NAME, password: 'nanoseconds in a wire '.padEnd(200, 'W') };
const SCOPE = 'S'.repeat(100);
const TEXT = 'T'.repeat(200);
const RESOURCE = `https://api.example.com/${'r'.repeat(400)}`;

test('the longest and the strangest values have room on every page, at 320 pixels', async ({ forms, relyingParty, administrator, page, newBrowser, javaScriptEnabled }) => {
  test.slow();
  const workspace = await Workspace.create(forms, relyingParty, `${SLUG.slice(0, -4)}-${javaScriptEnabled === false ? 'p' : 'h'}0w`, NAME);
  const user = await workspace.createUser(longest);
  await workspace.createUser({ ...longest, identifier: 'w'.repeat(254), name: STRANGE });
  const orders = await workspace.createService(NAME, [[SCOPE, NAME, TEXT]]);
  await workspace.setResource(orders, RESOURCE);
  const scopes = ['openid', 'profile', 'email', 'offline_access', SCOPE];
  const client = await workspace.createClient({ name: NAME, grantTypes: ['authorization_code', 'refresh_token'], scopes });
  await workspace.createClient({ name: STRANGE, type: 'single_page' });
  const application = await workspace.application(client);
  const visitor = new Visitor(await newBrowser(), longest, relyingParty);
  const scripts = javaScriptEnabled !== false;

  await test.step("the user's pages", async () => {
    const begun = await application.begin({ scope: scopes.join(' ') });
    await visitor.goTo(begun.url);
    await expectWellMade(visitor.page, scripts);
    await visitor.signIn();
    await expect(visitor.page.getByRole('heading', { level: 1, name: `Allow ${NAME}?` })).toBeVisible();
    await expectWellMade(visitor.page, scripts);
    await visitor.decide('Allow');
    await application.exchange(begun, await visitor.returns(begun.state));
    for (const below of ['/account', '/oidc/logout']) {
      await visitor.goTo(new URL(`${workspace.issuer}${below}`));
      await expectWellMade(visitor.page, scripts);
    }
  });

  await test.step("the console's", async () => {
    const of = `/clients/${client.clientId}`;
    const below = ['', '/clients', of, `${of}/oauth`, `${of}/scopes`, `${of}/token-policy`, `${of}/tokens`, `${of}/explain`, '/services', '/users', '/tokens', '/token-requests', '/logs'];
    const settings = ['/auth-server/tokens', '/settings/general', '/settings/authorization', '/settings/danger-zone', `/guide/refresh-tokens?client=${client.clientId}`];
    const addresses = [...below, ...settings].map((path) => workspace.path(path));
    for (const address of [...addresses, orders, user, '/console/acme', '/console/acme/-/log', '/console/acme/-/settings', `/console/acme?q=${NAME}`]) {
      await administrator.open(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await administrator.unfoldAll();
      await expectWellMade(page, scripts);
      await expectNoOverflow(page, 1280);
      await expectWholeTables(page);
    }
    await administrator.open(workspace.path('/tokens'));
    await page.getByRole('table', { name: 'Refresh tokens' }).getByRole('rowheader').getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(NAME);
    await administrator.alive();
    await expectWellMade(page, scripts);
    for (const menu of [/^Switch workspace/, /^Account of/]) {
      await page.getByRole('button', { name: menu }).click();
      await expectWellMade(page, scripts);
      await page.keyboard.press('Escape');
    }
  });

  await test.step('a dialog', async () => {
    await administrator.open(workspace.path(`/clients/${client.clientId}`));
    await page.getByRole('button', { name: 'Disable client' }).click();
    await expectWellMade(page, scripts);
  });
});
