// oidc-provider as a production server would run it: refresh tokens rotate, access tokens are JWTs and not stored, ES256.

import { Provider } from 'oidc-provider';

export const resource = 'https://api.example.com/';
export const scope = 'openid offline_access profile email';

export function providerOf({ issuer, secret, jwks }, adapter) {
  const provider = new Provider(issuer, {
    adapter,
    jwks,
    clients: [{
      client_id: 'bench',
      client_secret: secret,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://app.example.com/callback'],
      id_token_signed_response_alg: 'ES256',
    }],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    scopes: ['openid', 'offline_access'],
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, name: 'User', email: `${id}@example.com` }) }),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => resource,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({ scope: 'api', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
    ttl: { AccessToken: 3600, IdToken: 3600, RefreshToken: 30 * 24 * 3600, Grant: 30 * 24 * 3600 },
    cookies: { keys: [secret] },
  });
  provider.on('server_error', (_, error) => console.error(error));
  return provider;
}

// Logins as they are after the exchange of a code, without the browser that it takes. Returns their refresh tokens.
export async function logIn(provider, count) {
  const client = await provider.Client.find('bench');
  const one = async (number) => {
    const accountId = `user-${number}`;
    const grant = new provider.Grant({ accountId, clientId: 'bench' });
    grant.addOIDCScope(scope);
    grant.addResourceScope(resource, 'api');
    const grantId = await grant.save();
    const now = Math.floor(Date.now() / 1000);
    const token = new provider.RefreshToken({
      accountId, client, grantId, scope: `${scope} api`, resource, gty: 'authorization_code', claims: {},
      authTime: now, sessionUid: `session-${number}`, expiresWithSession: false, iiat: now, rotations: 0,
    });
    return token.save();
  };
  const tokens = [];
  while (tokens.length < count) {
    const next = Math.min(64, count - tokens.length);
    tokens.push(...await Promise.all(Array.from({ length: next }, (_, n) => one(tokens.length + n))));
  }
  return tokens;
}
