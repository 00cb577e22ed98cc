import * as openid from 'openid-client';
import type { Administrator } from '../../support/administrator.ts';
import { keyPair } from '../../support/key-pair.ts';
import { expect, test } from '../../support/test.ts';

const REQUIRE = 'Require signed request objects';

/** Ticks *Require signed request objects* on a page, and sees that it stays. */
async function requireSigned(administrator: Administrator, path: string, fill: () => Promise<void> = async () => {}): Promise<void> {
  const box = administrator.page.getByRole('checkbox', { name: REQUIRE });
  await administrator.open(path);
  await administrator.unfold('Authorization requests');
  await expect(box).not.toBeChecked();
  await administrator.tick(box);
  await fill();
  await administrator.save();
  await administrator.expectSaved();
  await administrator.open(path);
  await administrator.unfold('Authorization requests');
  await expect(box).toBeChecked();
}

// Clauses: 89, 191, 197, 198.
test('openid-client signs its requests by a key that was registered, sends them by the browser or pushes them, and nothing else is taken', async ({ workspace, administrator, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const { privateKey, publicJwk } = await keyPair('ES256', 'requests');
  await requireSigned(administrator, workspace.path(`/clients/${client.clientId}/oauth`), async () => {
    await administrator.unfold('Client keys');
    await administrator.field('Public keys').fill(JSON.stringify({ keys: [publicJwk] }));
  });
  await requireSigned(administrator, workspace.path('/settings/authorization'));
  const application = await workspace.application(client);
  const signedBy = { key: privateKey, kid: 'requests' };

  const signed = await application.begin({ signedBy, parameters: { max_age: '3600' } });
  expect([...signed.url.searchParams.keys()].sort()).toEqual(['client_id', 'request']);
  // What anybody adds in the browser counts for nothing.
  signed.url.searchParams.set('scope', 'openid');
  signed.url.searchParams.set('redirect_uri', 'https://evil.example/');
  const tokens = await application.exchange(signed, await application.lead(visitor, signed));
  await application.refresh(tokens.refresh_token!);

  const pushed = await application.begin({ signedBy, pushed: true, parameters: { prompt: 'consent' } });
  expect([...pushed.url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
  await application.exchange(pushed, await application.lead(visitor, pushed, { signsIn: false }));

  const { url } = await application.begin();
  const response = await fetch(url, { redirect: 'manual' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('/errors/signed_request_required');
  await expect(application.begin({ pushed: true })).rejects.toMatchObject({ error: 'invalid_request' });
  const stranger = await keyPair('ES256', 'requests');
  await expect(application.begin({ pushed: true, signedBy: { key: stranger.privateKey } })).rejects.toMatchObject({ error: 'invalid_request_object' });
});

// Clauses: 199, 200, 201.
test('openid-client checks answers that are signed, in the query, in a form, in the fragment, and those that say no', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  openid.useJwtResponseMode(application.configuration);
  const begin = async (mode: string, parameters: Record<string, string> = {}) => {
    const begun = await application.begin({ parameters });
    begun.url.searchParams.set('response_mode', mode);
    return begun;
  };
  const query = await begin('jwt');
  const arrival = await application.lead(visitor, query);
  expect([...arrival.url.searchParams.keys()]).toEqual(['response']);
  const tokens = await application.exchange(query, arrival);
  await application.refresh(tokens.refresh_token!);

  const form = await begin('form_post.jwt');
  await visitor.goTo(form.url);
  // The page posts itself; whoever has no JavaScript presses its button.
  await visitor.page.getByRole('button', { name: 'Continue' }).click();
  const posted = await visitor.returns(form.state);
  expect(posted.method).toBe('POST');
  await application.exchange(form, posted);

  const fragment = await begin('fragment.jwt');
  await visitor.goTo(fragment.url);
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Back at the application' })).toBeVisible();
  const arrived = new URL(visitor.page.url());
  expect(arrived.search).toBe('');
  await application.exchange(fragment, { method: 'GET', url: new URL(`?${arrived.hash.slice(1)}`, arrived), body: '' });

  const asked = await begin('jwt', { prompt: 'consent' });
  const denied = await application.lead(visitor, asked, { signsIn: false, consent: 'Deny' });
  expect([...denied.url.searchParams.keys()]).toEqual(['response']);
  await expect(application.exchange(asked, denied)).rejects.toMatchObject({ error: 'access_denied' });
});

// Clauses: 198, 199.
test('a request that is signed and pushed is answered by a signed answer', async ({ workspace, administrator, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const { privateKey, publicJwk } = await keyPair('EdDSA', 'requests');
  await administrator.open(workspace.path(`/clients/${client.clientId}/oauth`));
  await administrator.unfold('Client keys');
  await administrator.field('Public keys').fill(JSON.stringify({ keys: [publicJwk] }));
  await administrator.unfold('Signing');
  await administrator.page.getByRole('combobox', { name: 'Authorization responses are signed by' }).selectOption('ES256');
  await administrator.save();
  await administrator.expectSaved();
  const application = await workspace.application(client);
  openid.useJwtResponseMode(application.configuration);
  const begun = await application.begin({ pushed: true, signedBy: { key: privateKey, kid: 'requests' } });
  const arrival = await application.lead(visitor, begun);
  const header = arrival.url.searchParams.get('response')?.split('.')[0] ?? '';
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'ES256' });
  const tokens = await application.exchange(begun, arrival);
  expect(tokens.refresh_token).toMatch(/^rt1\./);
});
