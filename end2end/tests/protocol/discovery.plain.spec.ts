import * as openid from 'openid-client';
import { Application } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';

for (const algorithm of ['oidc', 'oauth2'] as const) {
  const where = algorithm === 'oidc' ? 'the address of OpenID Connect Discovery' : "RFC 8414's inserted path";

  test(`a client discovers the workspace at ${where}`, async ({ workspace, relyingParty }) => {
    const client = await workspace.createClient();
    const { configuration } = await Application.discover(client, relyingParty, { algorithm });
    const { issuer } = workspace;
    expect(configuration.serverMetadata()).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${issuer}/oauth2/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      introspection_endpoint: `${issuer}/oauth2/introspect`,
      revocation_endpoint: `${issuer}/oauth2/revoke`,
      end_session_endpoint: `${issuer}/oidc/logout`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
      require_pushed_authorization_requests: false,
      device_authorization_endpoint: `${issuer}/device/authorization`,
      response_types_supported: ['code'],
      require_signed_request_object: false,
      request_parameter_supported: true,
      request_uri_parameter_supported: false,
      request_object_signing_alg_values_supported: ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
      authorization_signing_alg_values_supported: ['RS256', 'ES256', 'PS256', 'EdDSA'],
      introspection_signing_alg_values_supported: ['RS256', 'ES256', 'PS256', 'EdDSA'],
      response_modes_supported: ['query', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
      grant_types_supported: expect.arrayContaining(['authorization_code', 'client_credentials', 'refresh_token']),
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
      token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
      code_challenge_methods_supported: ['S256'],
      dpop_signing_alg_values_supported: ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'PS256', 'EdDSA'],
      authorization_response_iss_parameter_supported: true,
      ui_locales_supported: ['en', 'de'],
    });
    expect(configuration.serverMetadata().scopes_supported).toContain('offline_access');
  });
}

// Clauses: 57.
test('the metadata offers refresh tokens only where they can be had', async ({ workspace, relyingParty }) => {
  const client = await workspace.createClient();
  await workspace.setGrantTypes('authorization_code', 'client_credentials');
  const { configuration } = await Application.discover(client, relyingParty);
  expect(configuration.serverMetadata().grant_types_supported).toEqual(['authorization_code', 'client_credentials']);
  expect(configuration.serverMetadata().scopes_supported).not.toContain('offline_access');
});

test('the keys are public, and public only', async ({ workspace, request }) => {
  const { keys } = await (await request.get(`${workspace.issuer}/.well-known/jwks.json`)).json();
  const named = { use: 'sig', kid: expect.any(String) };
  expect(keys).toHaveLength(2);
  expect(keys).toContainEqual({ kty: 'RSA', alg: 'RS256', ...named, n: expect.any(String), e: 'AQAB' });
  expect(keys).toContainEqual({ kty: 'EC', crv: 'P-256', alg: 'ES256', ...named, x: expect.any(String), y: expect.any(String) });
});

test('a workspace that is not there is not found, in words that name nothing', async ({ workspace, installation, request }) => {
  for (const path of ['/acme/nowhere', '/nobody/nowhere']) {
    const response = await request.get(`${installation.url}${path}/.well-known/openid-configuration`);
    expect(response.status(), path).toBe(404);
    expect(await response.text()).toBe('There is no workspace at this address.\n');
  }
  await expect(openid.discovery(new URL(`${workspace.issuer}-not`), 'x', undefined, openid.None(), { execute: [openid.allowInsecureRequests] })).rejects.toThrow();
});
