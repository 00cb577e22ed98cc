import { randomUUID } from 'node:crypto';
import * as jose from 'jose';
import * as openid from 'openid-client';
import { refusal } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';
import { grace } from '../../support/visitor.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const IDP = 'https://idp.example.com';

// Clauses: 253, 257, 259, 261, 262, 323.
test('openid-client brings an identity assertion of an issuer that the console trusts, and gets a token once', async ({ workspace, administrator }) => {
  const user = await workspace.createUser(grace);
  const client = await workspace.createClient({ name: 'Agent', type: 'service', grantTypes: [GRANT], scopes: ['openid', 'profile'] });
  const application = await workspace.application(client);
  const { publicKey, privateKey } = await jose.generateKeyPair('ES256');
  const jwk = { ...(await jose.exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
  const identityAssertion = (claims: jose.JWTPayload = {}, subject = grace.identifier) =>
    new jose.SignJWT({ client_id: client.clientId, scope: 'profile', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'oauth-id-jag+jwt' })
      .setIssuer(IDP)
      .setSubject(subject)
      .setAudience(workspace.issuer)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
  const bring = (assertion: string) => openid.genericGrantRequest(application.configuration, GRANT, { assertion });
  await expect(bring(await identityAssertion())).rejects.toMatchObject(refusal('invalid_grant'));

  const path = workspace.path('/settings/trusted-issuers');
  await administrator.open(workspace.path('/settings/new-trusted-issuer'));
  await administrator.field('Identifier').fill('idp');
  await administrator.field('Issuer').fill(IDP);
  await administrator.field('Public keys').fill(JSON.stringify({ keys: [jwk] }));
  await administrator.field('Compared with').selectOption('user_name');
  await administrator.tick(administrator.page.getByRole('checkbox', { name: 'Every client of this workspace that has the grant' }));
  await administrator.field('Scopes').fill('openid\nprofile');
  await administrator.save('Trust this issuer');
  await administrator.expectDone('The issuer is trusted.');

  const assertion = await identityAssertion();
  const tokens = await bring(assertion);
  expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'profile' });
  expect(tokens.refresh_token).toBeUndefined();
  expect(await application.introspect(tokens.access_token)).toMatchObject({ active: true, client_id: client.clientId });
  await expect(bring(assertion), 'it was used').rejects.toMatchObject(refusal('invalid_grant'));
  await expect(bring(await identityAssertion({ client_id: 'another' }))).rejects.toMatchObject(refusal('invalid_grant'));
  await expect(bring(await identityAssertion({ scope: 'email' }))).rejects.toMatchObject(refusal('invalid_scope'));

  const stranger = () => identityAssertion({}, '00u1a2b3c4');
  await expect(bring(await stranger()), 'nobody is called so here').rejects.toMatchObject(refusal('invalid_grant'));
  await administrator.open(user);
  await administrator.field('Subject').fill('00u1a2b3c4');
  await administrator.save('Link subject');
  await administrator.expectDone('The subject is linked. Assertions about it are about this user.');
  expect(await bring(await stranger())).toMatchObject({ token_type: 'bearer', scope: 'profile' });

  await administrator.open(`${path}/idp`);
  await administrator.page.getByRole('checkbox', { name: 'Take its assertions' }).click({ force: true });
  await administrator.save('Save');
  await administrator.expectDone('The trusted issuer was saved.');
  await expect(bring(await identityAssertion()), 'the issuer is off').rejects.toMatchObject(refusal('invalid_grant'));
});
