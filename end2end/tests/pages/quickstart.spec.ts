import { RelyingParty } from '../../support/relying-party.ts';
import { expect, test } from '../../support/test.ts';

test('the Quickstart has code with the client’s values, each to be copied', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  await administrator.open(workspace.path(`/clients/${client.clientId}/quickstart`));
  const main = page.getByRole('main');
  const languages = main.getByRole('navigation', { name: 'Languages' });
  await expect(languages.getByRole('link')).toHaveText(['curl', 'Rust', 'Node.js', 'Python', 'Go']);
  for (const language of ['curl', 'Rust', 'Node.js', 'Python', 'Go']) {
    await languages.getByRole('link', { name: language }).click();
    const code = main.getByRole('region', { name: `code for ${language}` });
    await expect(code).toContainText(client.clientId);
    await expect(code).toContainText(workspace.issuer);
    await expect(main).not.toContainText(client.secret ?? 'a client of this kind has a secret');
  }
});

test('the page for a single-page application signs in, refreshes and revokes in a browser', async ({ workspace, administrator, page, newBrowser, visitor, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the program is a script');
  const site = await RelyingParty.start();
  try {
    const client = await workspace.createClient({ type: 'single_page', refreshTokens: true, redirectUris: [site.redirectUri] });
    await administrator.open(workspace.path(`/clients/${client.clientId}/quickstart`));
    const code = await page.getByRole('region', { name: 'code for Browser' }).locator('code').innerText();
    site.serve(code);

    const browser = await newBrowser();
    await browser.goto(site.redirectUri);
    await browser.getByRole('button', { name: 'Sign in' }).click();
    await browser.getByLabel('User name or e-mail').fill(visitor.user.identifier);
    await browser.getByLabel('Password').fill(visitor.user.password);
    await browser.getByRole('button', { name: 'Sign in' }).click();
    await browser.getByRole('button', { name: 'Allow' }).click();
    const said = browser.getByRole('listitem');
    await expect(said).toHaveText(['Signed in.']);
    expect(browser.url()).toBe(site.redirectUri);
    for (const button of ['Refresh', 'Revoke']) await browser.getByRole('button', { name: button }).click();
    await expect(said).toHaveText(['Signed in.', 'Refreshed.', 'Revoked.']);
  } finally {
    await site.stop();
  }
});
