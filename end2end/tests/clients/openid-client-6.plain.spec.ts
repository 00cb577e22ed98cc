import * as openid from 'openid-client';
import { expectEnded } from '../../support/ended.ts';
import { expect, test } from '../../support/test.ts';

test('openid-client 6 signs a user in, refreshes at the same moment and one after the other, revokes and signs out', async ({ workspace, administrator, visitor, relyingParty }) => {
  const { redirectUri, signedOutUri } = relyingParty;
  const client = await administrator.register(workspace, { name: 'openid-client', type: 'Server-side web', redirectUri, signedOutUri });
  const application = await workspace.application(client);
  const first = await application.signInForRefreshToken(visitor);

  const atOnce = await Promise.all(Array.from({ length: 8 }, () => application.refresh(first.refresh_token)));
  expect(new Set(atOnce.map(({ refresh_token }) => refresh_token)).size, 'all have the same successor').toBe(1);
  await workspace.setTokens({ retry_window: '0' });
  const tokens = [first, atOnce[0]!];
  for (let refreshes = 0; refreshes < 3; refreshes += 1) tokens.push(await application.refresh(tokens.at(-1)!.refresh_token));
  expect(new Set(tokens.map(({ refresh_token }) => refresh_token)).size).toBe(5);

  const last = tokens.at(-1)!;
  await application.revoke(last.refresh_token);
  await expectEnded(application, last);
  const parting = { id_token_hint: last.id_token!, post_logout_redirect_uri: signedOutUri };
  await visitor.goTo(openid.buildEndSessionUrl(application.configuration, parting));
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
});
