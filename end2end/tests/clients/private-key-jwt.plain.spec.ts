import type { JWK } from 'jose';
import * as openid from 'openid-client';
import { Issuer } from 'openid-client-5';
import type { Administrator } from '../../support/administrator.ts';
import { Application } from '../../support/application.ts';
import { keyPair } from '../../support/key-pair.ts';
import { expect, test } from '../../support/test.ts';
import type { Client, Workspace } from '../../support/workspace.ts';

/** Has a client of the console authenticate by these keys. */
async function setKeys(administrator: Administrator, workspace: Workspace, { clientId }: Client, keys: JWK[]): Promise<void> {
  await administrator.open(workspace.path(`/clients/${clientId}/oauth`));
  await administrator.page.getByRole('combobox', { name: 'Token endpoint authentication method' }).selectOption('private_key_jwt');
  await administrator.unfold('Client keys');
  const change = administrator.page.getByText('Change the keys', { exact: true });
  if (await change.isVisible()) await change.click();
  await administrator.field('Public keys').fill(JSON.stringify({ keys }));
  await administrator.save();
  await administrator.expectSaved();
}

// Clauses: 154, 167.
test('openid-client signs a user in by private_key_jwt, refreshes, introspects, replaces its key and revokes', async ({ workspace, administrator, visitor, relyingParty }) => {
  const { redirectUri } = relyingParty;
  const registered = await administrator.register(workspace, { name: 'Signing', type: 'Server-side web', redirectUri });
  const [before, after] = [await keyPair('ES256', 'before'), await keyPair('PS256', 'after')];
  await setKeys(administrator, workspace, registered, [before.publicJwk, after.publicJwk]);

  const by = ({ privateKey, publicJwk }: typeof before) => {
    const authentication = openid.PrivateKeyJwt({ key: privateKey, kid: publicJwk.kid! });
    return Application.discover(registered, relyingParty, { authentication });
  };
  const application = await by(before);
  const tokens = await application.signInForRefreshToken(visitor);
  const next = await application.refresh(tokens.refresh_token);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
  expect(await application.introspect(next.refresh_token)).toMatchObject({ active: true, client_id: registered.clientId });

  await setKeys(administrator, workspace, registered, [after.publicJwk]);
  await expect(application.refresh(next.refresh_token)).rejects.toMatchObject({ error: 'invalid_client', status: 400 });
  const renewed = await by(after);
  const last = await renewed.refresh(next.refresh_token);
  await renewed.revoke(last.refresh_token);
  await expect(renewed.refresh(last.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
});

// Clauses: 154.
test('openid-client 5 refreshes by private_key_jwt', async ({ workspace, administrator, visitor, relyingParty }) => {
  const { redirectUri } = relyingParty;
  const registered = await administrator.register(workspace, { name: 'Signing', type: 'Server-side web', redirectUri });
  const { publicJwk, privateJwk, privateKey } = await keyPair('RS256', 'only');
  await setKeys(administrator, workspace, registered, [publicJwk]);
  const signing = { authentication: openid.PrivateKeyJwt(privateKey) };
  const tokens = await (await Application.discover(registered, relyingParty, signing)).signInForRefreshToken(visitor);

  const { Client } = await Issuer.discover(`${workspace.issuer}/.well-known/openid-configuration`);
  const metadata = { client_id: registered.clientId, token_endpoint_auth_method: 'private_key_jwt' as const, redirect_uris: [redirectUri] };
  const client = new Client(metadata, { keys: [privateJwk as object & { kty: string }] });
  const next = await client.refresh(tokens.refresh_token);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
  await client.revoke(next.refresh_token!);
});
