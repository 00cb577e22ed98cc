import { RelyingParty } from '../../support/relying-party.ts';
import { expect, test } from '../../support/test.ts';
import { grace } from '../../support/visitor.ts';

test('six clicks lead from nothing to a refresh', async ({ workspace, administrator, page, visitor }) => {
  expect(visitor.user).toBe(grace);
  let clicks = 0;
  const click = async (what: ReturnType<typeof page.getByRole>): Promise<void> => {
    clicks += 1;
    await what.click({ force: true });
  };
  const main = page.getByRole('main');
  await administrator.open(workspace.path());
  await click(page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: 'Clients' }));
  await administrator.expectHeading('Clients');
  await click(main.getByRole('link', { name: 'New client' }).first());
  await administrator.expectHeading('New client');
  await administrator.field('Name').fill('Webshop');
  await administrator.field('Redirect URI').fill('https://shop.example.com/callback');
  await expect(main.getByRole('checkbox', { name: 'Issue refresh tokens' })).toBeChecked();
  await click(main.getByRole('radio', { name: 'Server-side web' }));
  await click(main.getByRole('button', { name: 'Create client' }));
  await administrator.expectDone('Client created.');
  await expect(main).toContainText('This client can get refresh tokens.');
  await click(page.getByRole('link', { name: 'Try it' }));
  await administrator.alive();
  await click(main.getByRole('button', { name: 'Start', exact: true }));
  expect(clicks).toBeLessThanOrEqual(6);

  // From here on it is the user who signs in.
  await page.getByLabel('User name or e-mail').fill(grace.identifier);
  await page.getByLabel('Password').fill(grace.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(main).toContainText('It works: a user signed in, and the client got tokens and refreshed them.');
  await expect(main.getByRole('heading', { level: 3, name: /^Refresh/ })).toBeVisible();
  await expect(main.getByRole('region', { name: /^Request/ })).toHaveCount(6);
});

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
