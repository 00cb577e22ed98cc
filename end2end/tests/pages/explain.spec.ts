import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test('why a client got no refresh token is explained, with the way to its switch', async ({ workspace, administrator, page, visitor, javaScriptEnabled }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  await workspace.setGrantTypes('authorization_code');
  const { refresh_token } = await application.signIn(visitor);
  expect(refresh_token).toBeUndefined();

  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('paragraph').filter({ hasText: 'This client cannot get refresh tokens:' }).getByRole('link', { name: 'Explain' }).click();
  await expect(page.getByRole('heading', { name: 'Why no refresh token?' })).toBeVisible();
  await administrator.alive();
  await administrator.field('User').fill(visitor.user.identifier);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The client gets an access token and no refresh token: the workspace does not allow the Refresh token grant.')).toBeVisible();
  const missing = page.getByRole('listitem').filter({ hasText: 'The workspace allows the Refresh token grant' });
  await expect(missing).toContainText('No: The workspace allows the Refresh token grant');
  await expectWellMade(page, javaScriptEnabled !== false);
  await missing.getByRole('link', { name: 'Allowed grant types' }).click();
  await administrator.expectHeading('Authorization');
  await administrator.tick(page.getByRole('checkbox', { name: 'Refresh token' }));
  await administrator.save();
  await administrator.expectSaved();

  // What was recorded then is held against what is in force now.
  await administrator.open(workspace.path(`/clients/${client.clientId}/explain`));
  const recorded = page.getByRole('table', { name: 'Answers' }).getByRole('row').filter({ hasText: 'No refresh token' });
  await expect(recorded).toContainText('The workspace does not allow the Refresh token grant');
  await recorded.getByRole('link', { name: 'Explain' }).click();
  await expect(page.getByText('The same request now: The client gets a refresh token.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Then and now' }).getByRole('row').nth(1)).toHaveText(/The workspace allows the Refresh token grant\s*no\s*yes/);
  await expectWellMade(page, javaScriptEnabled !== false);
  await application.signInForRefreshToken(visitor, { signsIn: false });
});

test('a request is pasted as it stands in the browser, and a question that cannot be answered says so at its field', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { url } = await application.begin({ scope: 'openid offline_access', parameters: { prompt: 'none' } });
  await administrator.open(workspace.path(`/clients/${client.clientId}/explain`));
  await administrator.field('Authorization request').fill(url.href);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The request is refused with login_required: The user is not signed in.')).toBeVisible();
  await administrator.alive();
  await administrator.tick(page.getByRole('checkbox', { name: 'Signed in already' }));
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The request is refused with consent_required: The user has not agreed yet.')).toBeVisible();

  await application.signInForRefreshToken(visitor);
  await administrator.field('User').fill(visitor.user.identifier);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The client gets a refresh token.', { exact: true })).toBeVisible();

  await administrator.alive();
  await administrator.field('User').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('There is no such user in this workspace.')).toBeVisible();
  await expect(administrator.field('User')).toHaveValue('nobody@example.com');
  await expect(administrator.field('Authorization request')).toHaveValue(url.href);
});

test('a refresh that is refused leads its developer to a page, and its administrator to what ended it', async ({ workspace, administrator, page, visitor, javaScriptEnabled }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  await application.revoke(refresh_token);
  const refused = await application.refresh(refresh_token).catch((error: unknown) => error as { cause: { error_uri: string } });
  const address = (refused as { cause: { error_uri: string } }).cause.error_uri;
  expect(new URL(address).pathname).toBe('/errors/refresh_token_revoked');
  await visitor.goTo(new URL(address));
  await expect(visitor.page.getByRole('heading', { name: 'The refresh token was revoked.' })).toBeVisible();
  await expect(visitor.page.getByRole('main')).not.toContainText(workspace.name);
  await expectWellMade(visitor.page, javaScriptEnabled !== false);

  await administrator.open(workspace.path(`/clients/${client.clientId}/explain`));
  const recorded = page.getByRole('table', { name: 'Answers' }).getByRole('row').filter({ hasText: 'The refresh token was revoked.' });
  await recorded.getByRole('link', { name: 'Explain' }).click();
  await expect(page.getByText('because the client revoked it.')).toBeVisible();
  await expect(page.getByText('The refresh is refused with invalid_grant: The refresh token was revoked.')).toBeVisible();
  await page.getByRole('link', { name: `the refresh token of ${visitor.user.identifier}` }).click();
  await administrator.expectHeading(`${client.name} for ${visitor.user.identifier}`);
  await page.getByRole('link', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The refresh is refused with invalid_grant: The refresh token was revoked.')).toBeVisible();
  await expectWellMade(page, javaScriptEnabled !== false);
});

test('a service is explained by its own token request, without users and redirect URIs', async ({ workspace, administrator, page, javaScriptEnabled }) => {
  const service = await workspace.createClient({ type: 'service' });
  await administrator.open(workspace.path(`/clients/${service.clientId}/explain`));
  await expect(page.getByRole('heading', { name: 'Why no access token?' })).toBeVisible();
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('The client gets an access token.', { exact: true })).toBeVisible();
  await administrator.alive();
  await administrator.field('Scope').fill('openid');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const missing = page.getByRole('listitem').filter({ hasText: 'No: The client may ask for the scopes' });
  await expect(missing.getByRole('link', { name: 'The client\'s scopes' })).toBeVisible();
  await expectWellMade(page, javaScriptEnabled !== false);
});
