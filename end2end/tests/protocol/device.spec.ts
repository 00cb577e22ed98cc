import * as openid from 'openid-client';
import { refusal } from '../../support/application.ts';
import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const TELEVISION = { name: 'Television', type: 'mobile_desktop', grantTypes: [GRANT, 'refresh_token'], scopes: ['openid', 'profile', 'offline_access'] } as const;

// Clauses: 182, 183, 188, 189.
test('a device gets tokens once its user has entered its code, signed in and allowed it', async ({ workspace, visitor, javaScriptEnabled, complaints }) => {
  complaints.expectStatus(422);
  const client = await workspace.createClient({ ...TELEVISION, grantTypes: [...TELEVISION.grantTypes], scopes: [...TELEVISION.scopes] });
  const { configuration } = await workspace.application(client);
  const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid offline_access' });
  expect(begun).toMatchObject({ expires_in: 600, interval: 5, verification_uri: `${workspace.issuer}/device` });
  const polled = openid.pollDeviceAuthorizationGrant(configuration, begun);

  const { page } = visitor;
  await visitor.goTo(new URL(begun.verification_uri));
  await expect(page.getByRole('heading', { level: 1, name: 'Connect a device' })).toBeVisible();
  await expectWellMade(page, javaScriptEnabled !== false);
  await page.getByLabel('Code').fill('BBBB-BBBB');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('No device waits for this code.')).toBeVisible();
  await page.getByLabel('Code').fill(begun.user_code.toLowerCase().replace('-', ' '));
  await page.getByRole('button', { name: 'Continue' }).click();
  await visitor.signIn();
  await expect(page.getByText(begun.user_code)).toBeVisible();
  await expectWellMade(page, javaScriptEnabled !== false);
  await visitor.decide('Allow');
  await expect(page.getByRole('heading', { level: 1, name: 'The device is connected' })).toBeVisible();
  await expectWellMade(page, javaScriptEnabled !== false);

  const tokens = await polled;
  expect(tokens.refresh_token).toMatch(/^rt1\./);
  expect(tokens.claims()).toMatchObject({ iss: workspace.issuer, aud: client.clientId });
  const refreshed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  expect(refreshed.access_token).toBeDefined();
});

// Clauses: 95, 183.
test('a user who follows the address of a device can deny it', async ({ workspace, visitor }) => {
  const client = await workspace.createClient({ ...TELEVISION, grantTypes: [...TELEVISION.grantTypes], scopes: [...TELEVISION.scopes] });
  const { configuration } = await workspace.application(client);
  const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid' });
  const polled = expect(openid.pollDeviceAuthorizationGrant(configuration, begun)).rejects.toMatchObject(refusal('access_denied'));
  await visitor.goTo(new URL(begun.verification_uri_complete ?? ''));
  await expect(visitor.page.getByLabel('Code')).toHaveValue(begun.user_code);
  await visitor.page.getByRole('button', { name: 'Continue' }).click();
  await visitor.signIn();
  await visitor.decide('Deny');
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'The device gets no access' })).toBeVisible();
  await polled;
});

// Clauses: 188.
test('a page that somebody sent who typed a code asks for the code', async ({ workspace, visitor, newBrowser, complaints }) => {
  complaints.expectStatus(409);
  const client = await workspace.createClient({ ...TELEVISION, grantTypes: [...TELEVISION.grantTypes], scopes: [...TELEVISION.scopes] });
  const { configuration } = await workspace.application(client);
  const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid' });
  const stranger = await newBrowser();
  await stranger.goto(begun.verification_uri);
  await stranger.getByLabel('Code').fill(begun.user_code);
  await stranger.getByRole('button', { name: 'Continue' }).click();
  const interaction = await stranger.locator('input[name="interaction"]').first().inputValue();
  await visitor.goTo(new URL(`${workspace.issuer}/login?interaction=${interaction}`));
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Connect a device' })).toBeVisible();
  await expect(visitor.page.getByText('If somebody sent you here, go no further')).toBeVisible();
  await expect(visitor.page.getByLabel('Code')).toHaveValue('');
});
