import { expect, test } from '../../support/test.ts';
import type { Client, Workspace } from '../../support/workspace.ts';

/** A form with one value that cannot be saved. */
interface WrongValue {
  what: string;
  path: (workspace: Workspace, client: Client) => string | Promise<string>;
  /** What else must be typed. */
  beside?: Record<string, string>;
  field: string;
  typed: string;
  button: string;
  message: string;
  /** Is it a value that a client may have of its own? */
  own?: boolean;
  /** The section that it stands in, where that is folded. */
  folded?: string;
}

const long = 'x'.repeat(101);
const tooLong = 'A name has at most 100 characters.';

const wrong: WrongValue[] = [
  { what: "a new workspace's name", path: () => '/console/acme/new-workspace', field: 'Name', typed: long, button: 'Create workspace', message: tooLong },
  {
    what: "a new workspace's address",
    path: () => '/console/acme/new-workspace',
    beside: { Name: 'Main' },
    field: 'Identifier',
    typed: 'Main!',
    button: 'Create workspace',
    message: 'An address has lower-case letters, digits and single hyphens between them.',
  },
  { what: "a workspace's name", path: (workspace) => workspace.path('/settings/general'), field: 'Name', typed: long, button: 'Save changes', message: tooLong },
  {
    what: 'a duration that is none',
    path: (workspace) => workspace.path('/auth-server/tokens'),
    beside: { 'Access token TTL': '2h' },
    field: 'Refresh token TTL',
    typed: 'soon',
    button: 'Save changes',
    message: 'This is not a duration. Type one such as 30d, 720h or 1y 6mo (y, mo, w, d, h, m, s).',
  },
  {
    what: 'a duration that is too long',
    path: (workspace) => workspace.path('/auth-server/tokens'),
    field: 'Refresh token TTL',
    typed: '11y',
    button: 'Save changes',
    message: 'Choose between 1 minute and 10 years, or 0 for none.',
  },
  {
    what: 'a retry window',
    path: (workspace) => workspace.path('/auth-server/tokens'),
    field: 'Retry window',
    typed: '6m',
    button: 'Save changes',
    message: 'Choose at most 5 minutes.',
  },
  {
    what: 'an idle lifetime that is longer than the absolute one',
    path: (workspace) => workspace.path('/auth-server/tokens'),
    beside: { 'Refresh token TTL': '7d' },
    field: 'Idle lifetime',
    typed: '8d',
    button: 'Save changes',
    message: 'The idle lifetime is longer than the Refresh token TTL, so it would never end anything.',
  },
  {
    what: 'a limit of refresh tokens',
    path: (workspace) => workspace.path('/auth-server/tokens'),
    field: 'Refresh tokens per user and client',
    typed: '1001',
    button: 'Save changes',
    message: 'Choose between 1 and 1,000, or 0 for no limit.',
  },
  {
    what: "a retry window of a client's own",
    path: (workspace, client) => workspace.path(`/clients/${client.clientId}/token-policy`),
    beside: { 'Idle lifetime': '7d' },
    own: true,
    field: 'Retry window',
    typed: '6m',
    button: 'Save changes',
    message: 'Choose at most 5 minutes.',
  },
  {
    what: "a new client's redirect URI",
    path: (workspace) => workspace.path('/clients/new'),
    beside: { Name: 'Shop' },
    field: 'Redirect URI',
    typed: 'https://app.example.com/#part',
    button: 'Create client',
    message: 'A redirect URI has no fragment',
  },
  { what: "a new client's name", path: (workspace) => workspace.path('/clients/new'), field: 'Name', typed: long, button: 'Create client', message: tooLong },
  { what: "a client's name", path: (workspace, client) => workspace.path(`/clients/${client.clientId}`), field: 'Name', typed: long, button: 'Save changes', message: tooLong },
  {
    what: 'a redirect URI',
    path: (workspace, client) => workspace.path(`/clients/${client.clientId}/oauth`),
    beside: { 'Post-logout redirect URIs': 'https://app.example.com/bye' },
    field: 'Redirect URIs',
    typed: 'https://app.example.com/callback\nhttp://app.example.com/callback',
    button: 'Save changes',
    message: 'Line 2: Plain http is for this machine alone (127.0.0.1, [::1] or localhost); use https.',
  },
  {
    what: 'where a client hears of sign-outs',
    path: (workspace, client) => workspace.path(`/clients/${client.clientId}/oauth`),
    folded: 'Sign-out',
    field: 'Back-channel logout URI',
    typed: 'https://app.example.com/logout#part',
    button: 'Save changes',
    message: 'Leave out # and what follows it: it is never sent.',
  },
  {
    what: 'a pinned document',
    path: (workspace) => workspace.path('/settings/new-pinned-document'),
    field: 'Document',
    typed: 'notes',
    button: 'Pin document',
    message: 'Paste the document itself: a JSON object with client_id and the other members.',
  },
  { what: "a new service's name", path: (workspace) => workspace.path('/services/new'), field: 'Name', typed: long, button: 'Create service', message: tooLong },
  {
    what: 'a scope',
    path: (workspace) => workspace.createService('Orders', []),
    beside: { 'Display name': 'Read orders', 'What users read': 'See what you ordered' },
    field: 'Scope',
    typed: 'read orders',
    button: 'Add scope',
    message: 'A scope has 1 to 100 printable ASCII characters, without spaces, quotes and backslashes.',
  },
  {
    what: 'what a user signs in with',
    path: (workspace) => workspace.path('/users/new'),
    beside: { Name: 'Ada', Password: 'long enough for anybody' },
    field: 'User name',
    typed: 'ada lovelace',
    button: 'Add user',
    message: 'Type an e-mail address or a user name: at most 254 characters, without spaces.',
  },
  {
    what: "a user's e-mail address",
    path: (workspace) => workspace.path('/users/new'),
    beside: { Name: 'Ada', 'User name': 'ada', Password: 'long enough for anybody' },
    field: 'E-mail',
    typed: 'ada@localhost',
    button: 'Add user',
    message: 'This is not an e-mail address.',
  },
];

for (const { what, path, beside = {}, field, typed, button, message, own = false, folded } of wrong) {
  test(`${what} that cannot be saved is told at its field, and what was typed stays`, async ({ workspace, administrator, page, complaints }) => {
    complaints.expectStatus(422);
    const client = await workspace.createClient();
    const address = await path(workspace, client);
    await administrator.open(address);
    const main = page.getByRole('main');
    if (folded !== undefined) await administrator.unfold(folded);
    if (button === 'Create client') await administrator.tick(main.getByRole('radio', { name: 'Single-page' }));
    for (const [label, value] of [...Object.entries(beside), [field, typed] as const]) {
      if (own) await administrator.fillOwn(label, value);
      else await administrator.field(label).fill(value);
    }
    await administrator.save(button);

    const marked = administrator.field(field);
    await expect(marked).toHaveAccessibleDescription(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    await expect(marked).toHaveAttribute('aria-invalid', 'true');
    await expect(marked).toHaveValue(typed);
    await expect(marked).toBeFocused();
    await expect(page.getByRole('alert')).toContainText('Nothing was saved yet.');
    for (const [label, value] of Object.entries(beside)) {
      // A password never comes back with the page.
      if (label !== 'Password') await expect(administrator.field(label)).toHaveValue(value);
    }
    if (button === 'Create client') await expect(main.getByRole('radio', { name: 'Single-page' })).toBeChecked();
    expect(new URL(page.url()).pathname).toBe(address);
  });
}

test('a new client without a type is asked for it', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  await administrator.open(workspace.path('/clients/new'));
  await administrator.field('Name').fill('Shop');
  await administrator.save('Create client');
  await expect(page.getByRole('main')).toContainText('Choose one of the values offered.');
  await expect(administrator.field('Name')).toHaveValue('Shop');
});

test("a user's password that is too short is refused, and everything but the password stays", async ({ workspace, administrator, complaints }) => {
  complaints.expectStatus(422);
  await administrator.open(workspace.path('/users/new'));
  await administrator.field('User name').fill('ada');
  await administrator.field('Name').fill('Ada');
  await administrator.field('Password').fill('short');
  await administrator.save('Add user');
  await expect(administrator.field('Password')).toHaveAccessibleDescription(/^A password has at least 12 characters\./);
  await expect(administrator.field('User name')).toHaveValue('ada');
  await expect(administrator.field('Name')).toHaveValue('Ada');
});

test('an address that is taken is told at its field', async ({ workspace, administrator, complaints }) => {
  complaints.expectStatus(422);
  await administrator.open('/console/acme/new-workspace');
  await administrator.field('Name').fill('Another');
  await administrator.field('Identifier').fill(workspace.slug);
  await administrator.save('Create workspace');
  await expect(administrator.field('Identifier')).toHaveAccessibleDescription(/^This is taken already\. Choose another\./);
  await expect(administrator.field('Identifier')).toHaveValue(workspace.slug);
});

test('a single-page application cannot have refresh tokens without rotation', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  const client = await workspace.createClient({ type: 'single_page' });
  await workspace.setTokens({ rotation: 'never' });
  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  await page.getByRole('combobox', { name: 'Grant types' }).selectOption('refresh_token');
  await administrator.save();
  await expect(page.getByRole('combobox', { name: 'Grant types' })).toHaveAccessibleDescription(/^A public client's refresh tokens must rotate/);
  await administrator.alive();
  await workspace.setTokens({});
  await administrator.save();
  await administrator.expectSaved();
  await expect(page.getByRole('main')).toContainText('Keep refresh tokens out of local storage.');
});
