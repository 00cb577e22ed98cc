import { expect, test } from '../../support/test.ts';

test('a form is sent once, however often its button is pressed', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/settings/general'));
  const button = page.getByRole('button', { name: 'Save changes' });
  let posts = 0;
  let answer = (): void => undefined;
  const pressedTwice = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/console/api/rename_workspace', async (route) => {
    posts += 1;
    await pressedTwice;
    await route.continue();
  });
  await administrator.field('Name').fill('Renamed');
  await button.evaluate(async (pressed: HTMLButtonElement) => {
    pressed.click();
    // By then the form is on its way.
    await new Promise((later) => requestAnimationFrame(() => requestAnimationFrame(later)));
    pressed.click();
  });
  answer();
  await administrator.expectSaved();
  expect(posts).toBe(1);
});

test('a duration says what it means while it is typed', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/auth-server/tokens'));
  const field = administrator.field('Refresh token TTL');
  await field.fill('1y 6mo');
  await expect(page.getByText('= 1 year, 6 months')).toBeVisible();
  await field.fill('11y');
  await expect(page.getByRole('main').getByText('Choose between 1 minute and 10 years, or 0 for none.')).toBeVisible();
  await field.fill('0');
  await expect(page.getByText('= no refresh tokens')).toBeVisible();
});

test('what was said of a field is taken back when the field is changed', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  await administrator.open(workspace.path('/auth-server/tokens'));
  const [ttl, window] = [administrator.field('Refresh token TTL'), administrator.field('Retry window')];
  await ttl.fill('abc');
  await window.fill('abc');
  await administrator.save();
  const said = page.getByRole('alert');
  await expect(said).toContainText('Errors: 2');
  await ttl.fill('0');
  await expect(ttl).not.toHaveAttribute('aria-invalid');
  await expect(page.getByText('= no refresh tokens')).toBeVisible();
  await expect(said.getByRole('link', { name: 'Refresh token TTL' })).toBeHidden();
  await expect(said).toContainText('Errors: 1');
  await ttl.fill('20y');
  await expect(page.getByRole('main').getByText('Choose between 1 minute and 10 years, or 0 for none.')).toBeVisible();
  await window.fill('1s');
  await expect(page.getByText('Nothing was saved yet')).toBeHidden();
});

test('unsaved changes are announced before leaving, and nothing is lost by staying', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/auth-server/tokens'));
  const field = administrator.field('Refresh token TTL');
  await field.fill('90d');
  await expect(page.getByRole('status').filter({ hasText: 'Not saved yet' })).toBeVisible();
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await administrator.choose('Applications', 'Clients');
  expect(asked).toEqual(['beforeunload']);
  await expect(field).toHaveValue('90d');
  page.once('dialog', (dialog) => void dialog.accept());
  await administrator.choose('Applications', 'Clients');
  await administrator.expectHeading('Clients');
  // What is as it was is left without a question.
  await administrator.open(workspace.path('/auth-server/tokens'));
  await field.fill('90d');
  await field.fill('30d');
  await administrator.choose('Applications', 'Clients');
  await administrator.expectHeading('Clients');
  // What is discarded is not asked about either.
  await administrator.open(workspace.path('/auth-server/tokens'));
  const discard = page.getByRole('link', { name: 'Discard' });
  await expect(discard).toBeHidden();
  await field.fill('90d');
  await discard.click();
  await administrator.alive();
  await expect(field).toHaveValue('30d');
  await expect(discard).toBeHidden();
});

test('a grant type is added with its button, and a single-page application is warned at once', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ type: 'single_page' });
  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  const warning = page.getByText('Keep refresh tokens out of local storage.');
  await expect(warning).toBeHidden();
  await page.getByRole('combobox', { name: 'Grant types' }).selectOption('refresh_token');
  await expect(warning).toBeVisible();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('checkbox', { name: 'refresh_token' })).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Grant types' }).getByRole('option')).toHaveText(['Add a grant type', 'Device code']);
  await administrator.save();
  await administrator.expectSaved();
  await page.reload();
  await administrator.alive();
  await expect(page.getByRole('checkbox', { name: 'refresh_token' })).toBeChecked();
});

test('the consent page is previewed as scopes are switched', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ refreshTokens: true, scopes: ['openid'] });
  await administrator.open(workspace.path(`/clients/${client.clientId}/scopes`));
  const preview = page.getByRole('complementary', { name: 'What users are asked' });
  await expect(preview.getByRole('listitem')).toHaveText(['Know who you are']);
  await administrator.tick(page.getByRole('checkbox', { name: 'Email' }));
  await expect(preview.getByRole('listitem')).toHaveText(['Know who you are', 'See your e-mail address']);
  await administrator.tick(page.getByRole('checkbox', { name: 'Offline access' }));
  await expect(preview).toContainText('without asking you again, for up to 30 days.');
});

test('an identifier is copied', async ({ workspace, administrator, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const client = await workspace.createClient();
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.getByRole('button', { name: 'Copy client ID' }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(client.clientId);
});

test('the whole console can be walked with the keyboard', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.getByRole('link', { name: 'Authorization', exact: true }).press('Enter');
  await administrator.expectHeading('Authorization');
  await page.getByRole('checkbox', { name: 'Refresh token' }).press('Space');
  await page.getByRole('checkbox', { name: 'Refresh token' }).press('Enter');
  await administrator.expectSaved();
  await expect(page.getByRole('checkbox', { name: 'Refresh token' })).not.toBeChecked();
});

test('before a session ends for not being used, the page says so, and one click goes on', async ({ workspace, administrator, page }) => {
  await page.clock.install();
  await administrator.open(workspace.path('/settings/general'));
  const notice = page.getByRole('status').filter({ hasText: 'You are about to be signed out' });
  await page.clock.fastForward('07:54:00');
  await expect(notice).toHaveCount(0);
  await page.clock.fastForward('02:00');
  await expect(notice).toBeVisible();
  await notice.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(notice).toHaveCount(0);
  await administrator.save();
  await administrator.expectSaved();
});

test('what was changed before a page came alive stays changed', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(workspace.path(`/clients/${client.clientId}/oauth`));
  await page.getByRole('checkbox', { name: 'refresh_token' }).uncheck();
  arrive();
  await administrator.alive();
  await expect(page.getByRole('checkbox', { name: 'refresh_token' })).not.toBeChecked();
  await expect(page.getByRole('status').filter({ hasText: 'Not saved yet' })).toBeVisible();
  await administrator.save();
  await administrator.expectSaved();
  await page.reload();
  await administrator.alive();
  await expect(page.getByRole('checkbox', { name: 'authorization_code' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'refresh_token' })).toHaveCount(0);
});

test('who stays on a page that they were about to leave can still use all of it', async ({ workspace, administrator, page }) => {
  await administrator.open(workspace.path('/settings/general'));
  const name = administrator.field('Name');
  const before = await name.inputValue();
  await name.fill('Renamed');
  page.once('dialog', (dialog) => void dialog.dismiss());
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).not.toHaveAttribute('aria-disabled', 'true');
  await name.fill(before);
  const leaving = page.waitForRequest((request) => request.method() === 'POST');
  await page.route('**/console/api/sign_out', (route) => route.abort());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await leaving;
});

test('a form whose sending was stopped can be sent again, and asks again before it is left', async ({ workspace, administrator, page }) => {
  await page.clock.install();
  await administrator.open(workspace.path('/settings/general'));
  await administrator.field('Name').fill('Renamed');
  let posts = 0;
  await page.route('**/console/api/rename_workspace', async (route) => {
    posts += 1;
    // An answer without content leaves the page as it is.
    await (posts === 1 ? route.fulfill({ status: 204 }) : route.continue());
  });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect.poll(() => posts).toBe(1);
  await page.clock.fastForward('00:10');
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await administrator.choose('Applications', 'Clients');
  expect(asked).toEqual(['beforeunload']);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await administrator.expectSaved();
  expect(posts).toBe(2);
});

test('a copy that the browser refuses is not said to be one', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient();
  await administrator.open(workspace.path(`/clients/${client.clientId}`));
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await page.getByRole('button', { name: 'Copy client ID' }).click();
  await expect(page.getByText('Not copied: select it instead')).toBeVisible();
  await expect(page.getByText('Copied', { exact: true })).toHaveCount(0);
});

test('a session that has ended is said to have ended', async ({ workspace, administrator, page }) => {
  await page.clock.install();
  await administrator.open(workspace.path('/settings/general'));
  await page.clock.fastForward('09:00:00');
  const notice = page.getByRole('status').filter({ hasText: 'Your session has ended.' });
  await expect(notice).toBeVisible();
  await expect(notice.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', /next=%2Fconsole%2F/);
});
