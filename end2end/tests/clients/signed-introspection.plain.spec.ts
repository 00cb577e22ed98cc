import * as oauth from 'oauth4webapi';
import { expect, test } from '../../support/test.ts';

/** Plain HTTP is for loopback alone, and this is loopback. */
const onLoopback = { [oauth.allowInsecureRequests]: true };

// Clauses: 291, 292, 293, 295.
test('oauth4webapi asks for signed answers about tokens, verifies them, and is told so where it has to ask for them', async ({ workspace, administrator }) => {
  const registered = await workspace.createClient({ type: 'service', scopes: ['introspect_tokens'] });
  const client: oauth.Client = { client_id: registered.clientId };
  const authentication = oauth.ClientSecretBasic(registered.secret!);
  const issuer = new URL(workspace.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, onLoopback));
  const issued = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, onLoopback);
  const { access_token } = await oauth.processClientCredentialsResponse(server, client, issued);
  const ask = (token: string, requestJwtResponse: boolean) =>
    oauth.introspectionRequest(server, client, authentication, token, { ...onLoopback, requestJwtResponse });

  // It checks `typ`, `iss`, `aud` and `iat`, and by the last call the signature.
  const signed = await ask(access_token, true);
  expect(signed.headers.get('content-type')).toBe('application/token-introspection+jwt');
  expect(await oauth.processIntrospectionResponse(server, client, signed)).toMatchObject({ active: true, sub: registered.clientId });
  await oauth.validateApplicationLevelSignature(server, signed, onLoopback);
  expect(await oauth.processIntrospectionResponse(server, client, await ask('nothing', true))).toEqual({ active: false });
  expect(await oauth.processIntrospectionResponse(server, client, await ask(access_token, false))).toMatchObject({ active: true });

  const box = administrator.page.getByRole('checkbox', { name: 'Signed introspection answers only' });
  await administrator.open(workspace.path(`/clients/${registered.clientId}/oauth`));
  await administrator.unfold('Signing');
  await administrator.tick(box);
  await administrator.save();
  await administrator.expectSaved();
  const refused = await ask(access_token, false);
  expect([refused.status, (await refused.json()).error]).toEqual([406, 'invalid_request']);
  expect(await oauth.processIntrospectionResponse(server, client, await ask(access_token, true))).toMatchObject({ active: true });
});
