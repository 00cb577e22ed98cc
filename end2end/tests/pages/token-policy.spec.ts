import { refusal } from '../../support/application.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test("a workspace's refresh-token policy is saved, and read back", async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path());
  await administrator.choose('Auth Server', 'Tokens');
  await administrator.expectHeading('Tokens');
  await administrator.field('Idle lifetime').fill('168h');
  await page.getByRole('combobox', { name: 'Rotation' }).selectOption('For public clients only');
  await administrator.tick(page.getByRole('checkbox', { name: 'Until first use' }));
  await administrator.field('Refresh tokens per user and client').fill('5');
  await page.getByRole('combobox', { name: 'When the limit is reached' }).selectOption('Issue no further one');
  await administrator.tick(page.getByRole('checkbox', { name: 'Issue refresh tokens without offline access' }));
  await page.getByRole('checkbox', { name: 'End on password change' }).click({ force: true });
  await administrator.tick(page.getByRole('checkbox', { name: 'End on sign-out' }));
  await administrator.save();
  await administrator.expectSaved();

  await administrator.open(workspace.path('/auth-server/tokens'));
  await expect(administrator.field('Idle lifetime')).toHaveValue('7d');
  await expect(page.getByRole('combobox', { name: 'Rotation' })).toHaveValue('public_clients');
  await expect(administrator.field('Refresh tokens per user and client')).toHaveValue('5');
  await expect(page.getByRole('combobox', { name: 'When the limit is reached' })).toHaveValue('refuse');
  for (const name of ['Until first use', 'Issue refresh tokens without offline access', 'End on sign-out']) {
    await expect(page.getByRole('checkbox', { name })).toBeChecked();
  }
  await expect(page.getByRole('checkbox', { name: 'End on password change' })).not.toBeChecked();
});

test('a policy that the standards forbid to a client is refused at its field, and the page leads to the client', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  const client = await workspace.createClient({ type: 'single_page', refreshTokens: true });
  await administrator.open(workspace.path('/auth-server/tokens'));
  await page.getByRole('combobox', { name: 'Rotation' }).selectOption('Never');
  await administrator.save();
  const rotation = page.getByRole('combobox', { name: 'Rotation' });
  await expect(rotation).toHaveAccessibleDescription(/^One client would get this policy which may not have it\. A public client's refresh tokens must rotate/);
  await expect(rotation).toHaveValue('never');
  await administrator.alive();
  // Alive, the page asks before what is typed is left behind.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('link', { name: 'Go to a client that may not have this policy' }).click();
  await administrator.expectHeading(client.name);
  expect(new URL(page.url()).pathname).toBe(workspace.path(`/clients/${client.clientId}/token-policy`));

  await page.getByRole('combobox', { name: 'Until first use' }).selectOption('On');
  await administrator.save();
  const untilFirstUse = page.getByRole('combobox', { name: 'Until first use' });
  await expect(untilFirstUse).toHaveAccessibleDescription(/^A public client's previous refresh token cannot stay valid until first use/);
  await expect(untilFirstUse).toHaveValue('true');
});

test("a client's own values are in force for it, and the page says where each comes from", async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  await page.getByRole('navigation', { name: /^Pages of/ }).getByRole('link', { name: 'Token policy', exact: true }).click();
  await expect(page).toHaveTitle(/^Demo shop: Token policy/);
  await administrator.alive();
  const inForce = page.getByRole('paragraph').filter({ hasText: 'In force:' });
  await expect(inForce).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Workspace (30 days)' }).first()).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Rotation' })).toHaveValue('');

  await administrator.fillOwn('Refresh token TTL', '60d');
  await page.getByRole('combobox', { name: 'Rotation' }).selectOption('Never');
  await administrator.save();
  await administrator.expectSaved();
  await expect(inForce).toHaveText(['In force: 60 days Client', 'In force: Never Client']);

  const { refresh_token } = await application.signInForRefreshToken(visitor);
  expect((await application.refresh(refresh_token)).refresh_token).toBe(refresh_token);

  await page.getByRole('combobox', { name: 'Rotation' }).selectOption('Workspace (Always)');
  await administrator.save();
  await administrator.expectSaved();
  await expect(inForce).toHaveText('In force: 60 days Client');
  expect((await application.refresh(refresh_token)).refresh_token).not.toBe(refresh_token);
});

test('a setting that differs from its default says so, and has the way back to it, which keeps what else is typed', async ({ workspace, administrator, page, complaints, javaScriptEnabled }) => {
  complaints.expectStatus(409);
  await workspace.setTokens({ refresh_token_ttl: '60d' });
  await administrator.open(workspace.path('/auth-server/tokens'));
  const main = page.getByRole('main');
  await expect(main.getByText('Changed from the default: 30 days')).toHaveCount(1);
  await expect(main.getByText(/^Last changed by ada@acme\.example on /)).toHaveCount(1);
  const reset = page.getByRole('button', { name: 'Reset to default (Refresh token TTL)' });
  await administrator.alive();
  await expectWellMade(page, javaScriptEnabled !== false);

  await administrator.field('ID token TTL').fill('7m');
  await reset.click();
  const notice = page.getByRole('alert').filter({ hasText: 'Nothing was saved yet' });
  await expect(notice).toContainText('The default is filled in: Refresh token TTL');
  await expect(administrator.field('Refresh token TTL')).toHaveValue('30d');
  await expect(administrator.field('ID token TTL')).toHaveValue('7m');
  await administrator.alive();
  await administrator.save();
  await administrator.expectSaved();
  await expect(reset).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Reset to default (ID token TTL)' })).toHaveCount(1);

  // Enter in a field saves, and presses none of the buttons beside the fields.
  await administrator.alive();
  await administrator.field('ID token TTL').fill('8m');
  await administrator.field('ID token TTL').press('Enter');
  await administrator.expectSaved();
  await expect(administrator.field('ID token TTL')).toHaveValue('8m');
});

test('a long page of settings has an index of its sections, and a client a table of what is in force', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/auth-server/tokens'));
  const index = page.getByRole('navigation', { name: 'On this page' });
  await expect(index.getByRole('link')).toHaveText(['Time to Live Settings', 'Rotation', 'Limits', 'Issuing', 'Also ends when', 'Signing', 'Key binding', 'History']);
  await index.getByRole('link', { name: 'Signing' }).click();
  await expect(page).toHaveURL(/#section-signing$/);
  await expect(page.getByRole('heading', { name: 'Signing' })).toBeInViewport();

  const client = await workspace.createClient({ refreshTokens: true });
  await administrator.open(workspace.path(`/clients/${client.clientId}/token-policy`));
  await administrator.fillOwn('Refresh token TTL', '60d');
  await administrator.save();
  await administrator.expectSaved();
  await administrator.unfold('In force');
  const row = page.getByRole('table', { name: 'Settings in force' }).getByRole('row').filter({ hasText: 'Refresh token TTL' });
  await expect(row.getByRole('cell')).toHaveText(['30 days', '60 days Own']);
  await row.getByRole('link', { name: /^Workspace, Refresh token TTL/ }).click();
  await administrator.expectHeading('Tokens');
  await expect(page).toHaveURL(/#refresh-token-ttl$/);
});

test('before a lifetime is lowered, the page says what would end, by client; it ends only if that is decided', async ({ workspace, administrator, page, visitor, complaints }) => {
  complaints.expectStatus(409);
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const question = page.getByRole('region', { name: 'Apply to existing refresh tokens?' });
  const told = question.getByRole('table', { name: 'What would end, by client' });

  await administrator.open(workspace.path('/auth-server/tokens'));
  await administrator.field('Refresh token TTL').fill('7d');
  await administrator.save();
  await expect(question).toContainText('1 active refresh token of 1 client would end earlier, none of them at once.');
  await expect(told.getByRole('row')).toContainText(['Client', 'Demo shop']);
  await expect(question.getByRole('heading')).toBeInViewport();
  await expect(page.getByRole('alert')).toContainText('Nothing was saved yet.');
  await administrator.alive();

  // What is typed after the question is asked about anew.
  await administrator.field('Refresh token TTL').fill('0');
  await question.getByRole('button', { name: 'Save, and shorten existing ones too' }).click();
  await expect(question).toContainText('1 active refresh token of 1 client would end at once.');
  await expect(administrator.field('Refresh token TTL')).toHaveValue('0');
  await administrator.alive();
  await administrator.field('Refresh token TTL').fill('7d');
  await administrator.save();
  await expect(question).toContainText('none of them at once');
  await administrator.alive();
  await question.getByRole('button', { name: 'Save for new refresh tokens only' }).click();
  await administrator.expectSaved();
  await expect(administrator.field('Refresh token TTL')).toHaveValue('7d');
  const next = await application.refresh(refresh_token);

  await administrator.field('Refresh token TTL').fill('0');
  await administrator.save();
  await expect(question).toContainText('at once');
  await administrator.alive();
  await question.getByRole('button', { name: 'Save, and shorten existing ones too' }).click();
  await administrator.expectSaved();
  await expect(question).toHaveCount(0);
  await expect(application.refresh(next.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));

  await administrator.choose('Activity', 'Refresh tokens');
  await administrator.expectHeading('Refresh tokens');
  await page.getByRole('table', { name: 'Refresh tokens' }).getByRole('rowheader').getByRole('link').click();
  await administrator.expectHeading(`Demo shop for ${visitor.user.identifier}`);
  await expect(page.getByRole('main')).toContainText('because the Refresh token TTL was lowered for existing tokens, too.');
});

test("a client's lowered idle lifetime is told before it is saved, too", async ({ workspace, administrator, page, visitor, complaints }) => {
  complaints.expectStatus(409);
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  await application.signInForRefreshToken(visitor);
  await administrator.open(workspace.path(`/clients/${client.clientId}/token-policy`));
  await administrator.fillOwn('Idle lifetime', '1d');
  await administrator.save();
  const question = page.getByRole('region', { name: 'Apply to existing refresh tokens?' });
  await expect(question).toContainText('1 active refresh token of 1 client would end earlier, none of them at once.');
  await administrator.alive();
  await question.getByRole('button', { name: 'Save, and shorten existing ones too' }).click();
  await administrator.expectSaved();
  await administrator.open(workspace.path(`/clients/${client.clientId}/tokens`));
  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('main')).toContainText('1 day after its last use (idle lifetime).');
});

test('a switch that is turned off says how many active refresh tokens it suspends', async ({ workspace, administrator, page, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  const { refresh_token } = await application.signInForRefreshToken(visitor);
  const main = page.getByRole('main');
  await administrator.open(workspace.path('/settings/authorization'));
  await expect(main).toContainText('Without Refresh token, 1 active refresh token would be refused at its next use.');
  await page.getByRole('checkbox', { name: 'Refresh token' }).click({ force: true });
  await administrator.save();
  await expect(page.getByRole('region', { name: 'Pause these refresh tokens?' })).toContainText('1 active refresh token of 1 client would be refused');
  await administrator.save('Save, and pause them');
  await administrator.expectSaved();
  await expect(main).toContainText('Refresh token is off: 1 active refresh token would be refused at its next use.');
  await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('unauthorized_client'));
  await administrator.tick(page.getByRole('checkbox', { name: 'Refresh token' }));
  await administrator.save();
  await administrator.expectSaved();
  const next = await application.refresh(refresh_token);

  await administrator.open(workspace.path(`/clients/${client.clientId}/scopes`));
  await expect(main).toContainText('Without Offline access, 1 active refresh token would be refused at its next use.');
  await page.getByRole('checkbox', { name: 'Offline access' }).click({ force: true });
  await administrator.save();
  await administrator.save('Save, and pause them');
  await administrator.expectSaved();
  await expect(main).toContainText('Offline access is off: 1 active refresh token would be refused at its next use.');
  await expect(application.refresh(next.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
});

test('all refresh tokens of a client are revoked, after their number was told', async ({ workspace, administrator, page, visitor }) => {
  const [client, other] = [await workspace.createClient({ refreshTokens: true }), await workspace.createClient({ name: 'Back office', refreshTokens: true })];
  const [application, spared] = [await workspace.application(client), await workspace.application(other)];
  const tokens = [await application.signInForRefreshToken(visitor), await application.signInForRefreshToken(visitor, { signsIn: false, consent: 'not asked' })];
  const kept = await spared.signInForRefreshToken(visitor, { signsIn: false });
  await administrator.open(workspace.path(`/clients/${client.clientId}/tokens`));
  await page.getByRole('button', { name: 'Revoke all 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke these refresh tokens?' });
  await expect(dialog).toContainText('2 active refresh tokens of Demo shop end at once.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Revoke all 2' }).click();
  await dialog.getByRole('button', { name: 'Revoke them' }).click();
  await administrator.expectDone('The refresh tokens were revoked.');
  await expect(page.getByRole('button', { name: /^Revoke all/ })).toHaveCount(0);
  for (const { refresh_token } of tokens) await expect(application.refresh(refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  await spared.refresh(kept.refresh_token);
  await administrator.choose('Activity', 'Logs');
  await expect(page.getByRole('main')).toContainText('Refresh tokens revoked');
});

test("a user's refresh tokens are revoked at one client, and then everywhere; the inventory revokes what its filter finds", async ({ workspace, administrator, page, visitor }) => {
  const [client, other] = [await workspace.createClient({ refreshTokens: true }), await workspace.createClient({ name: 'Back office', refreshTokens: true })];
  const [application, office] = [await workspace.application(client), await workspace.application(other)];
  const atShop = await application.signInForRefreshToken(visitor);
  const atOffice = await office.signInForRefreshToken(visitor, { signsIn: false });
  const dialog = page.getByRole('dialog', { name: 'Revoke these refresh tokens?' });

  await administrator.open(workspace.path('/users'));
  await page.getByRole('link', { name: visitor.user.identifier }).click();
  await administrator.expectHeading(visitor.user.name);
  const applications = page.getByRole('table', { name: 'Applications' });
  await expect(applications.getByRole('rowheader')).toHaveText(['Back office', 'Demo shop']);
  await applications.getByRole('row', { name: /Demo shop/ }).getByRole('button', { name: 'Revoke' }).click();
  await expect(dialog).toContainText(`1 active refresh token of ${visitor.user.identifier} at Demo shop ends at once.`);
  await dialog.getByRole('button', { name: 'Revoke them' }).click();
  await administrator.expectDone('The refresh tokens were revoked.');
  await expect(applications.getByRole('rowheader')).toHaveText(['Back office']);
  await expect(application.refresh(atShop.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
  const next = await office.refresh(atOffice.refresh_token);

  await administrator.open(workspace.path(`/tokens?client=${other.clientId}`));
  await page.getByRole('group', { name: 'Active refresh tokens' }).getByRole('button', { name: 'Revoke all' }).click();
  await expect(dialog).toContainText('1 active refresh token of Back office ends at once.');
  await dialog.getByRole('button', { name: 'Revoke them' }).click();
  await administrator.expectDone('The refresh tokens were revoked.');
  expect(new URL(page.url()).searchParams.get('client')).toBe(other.clientId);
  await expect(office.refresh(next.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
});
