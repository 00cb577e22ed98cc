import type { Administrator } from '../../support/administrator.ts';
import { expect, test } from '../../support/test.ts';

/** Ticks *Require pushed authorization requests* on a page, and sees that it stays. */
async function requirePushed(administrator: Administrator, path: string): Promise<void> {
  const box = administrator.page.getByRole('checkbox', { name: 'Require pushed authorization requests' });
  await administrator.open(path);
  await administrator.unfold('Authorization requests');
  await expect(box).not.toBeChecked();
  await administrator.tick(box);
  await administrator.save();
  await administrator.expectSaved();
  await administrator.open(path);
  await administrator.unfold('Authorization requests');
  await expect(box).toBeChecked();
}

// Clauses: 88, 168, 173.
test('openid-client pushes its request, signs a user in and refreshes; the reference is good for one answer', async ({ workspace, visitor, complaints }) => {
  complaints.expectStatus(400);
  const application = await workspace.application();
  const begun = await application.begin({ pushed: true });
  expect([...begun.url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
  await visitor.goTo(begun.url);
  // The page can be loaded again.
  await visitor.goTo(begun.url);
  const tokens = await application.exchange(begun, await application.lead(visitor, begun));
  await application.refresh(tokens.refresh_token!);
  await visitor.goTo(begun.url);
  await expect(visitor.page.getByRole('alert')).toHaveText(/was finished before/);
});

// Clauses: 178.
test('a public client binds its code to its key by the proof beside the pushed request', async ({ workspace, visitor }) => {
  const client = await workspace.createClient({ type: 'single_page', refreshTokens: true });
  const application = await workspace.application(client);
  await application.holdKey();
  const begun = await application.begin({ pushed: true });
  const arrival = await application.lead(visitor, begun);
  application.loseKey();
  await expect(application.exchange(begun, arrival)).rejects.toMatchObject({ error: 'invalid_dpop_proof' });
});

// Clauses: 177.
test('a client, or a whole workspace, is held to pushed requests at the console', async ({ workspace, administrator, visitor }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  const application = await workspace.application(client);
  for (const path of [`/clients/${client.clientId}/oauth`, '/settings/authorization']) {
    await requirePushed(administrator, workspace.path(path));
    const { url } = await application.begin();
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status, path).toBe(400);
    expect(await response.text(), path).toContain('/errors/pushed_request_required');
  }
  await application.signIn(visitor, { pushed: true });
});
