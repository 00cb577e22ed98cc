// oidc-provider for the torture runner: what the runner asks about is switched on, and everything else is as it is by default. Two processes on one
// database.
//
// TORTURE_DATABASE_URL  an empty database
// TORTURE_PORT          where to listen, on 127.0.0.1
// TORTURE_SETUP         a JSON file with `clients`, `resources` and `secret`
// TORTURE_ROTATES       `always`, where refresh tokens are replaced at each use; by its own rule otherwise

import cluster from 'node:cluster';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { errors, Provider } from 'oidc-provider';
import pg from 'pg';
import { adapterOn, schema } from './adapter.js';

const { TORTURE_DATABASE_URL, TORTURE_PORT, TORTURE_SETUP, TORTURE_ROTATES, TORTURE_JWKS } = process.env;
const issuer = `http://127.0.0.1:${TORTURE_PORT}`;
const { clients, resources, secret } = JSON.parse(readFileSync(TORTURE_SETUP, 'utf8'));
const pool = new pg.Pool({ connectionString: TORTURE_DATABASE_URL, max: 16 });

const user = (sub) => ({
  sub,
  name: 'Alice',
  email: 'alice@example.com',
  email_verified: true,
  phone_number: '+15555550100',
  phone_number_verified: false,
  address: { country: 'US' },
});

function provider() {
  const server = new Provider(issuer, {
    adapter: adapterOn(pool),
    jwks: JSON.parse(TORTURE_JWKS),
    clients,
    claims: {
      openid: ['sub'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
      address: ['address'],
    },
    ...(TORTURE_ROTATES === 'always' ? { rotateRefreshToken: true } : {}),
    // OpenID Connect Core §3.1.2.1; it asks for cookies that are sent from elsewhere.
    enableHttpPostMethods: true,
    cookies: { keys: [secret], long: { sameSite: 'none' } },
    // RFC 6749 §4.1.3.
    allowOmittingSingleRegisteredRedirectUri: false,
    // RFC 9700 §2.1.1.
    pkce: { required: () => true },
    findAccount: async (_, id) => ({ accountId: id, claims: async () => user(id) }),
    features: {
      devInteractions: { enabled: true },
      claimsParameter: { enabled: true },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: async (_, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true },
      fapi: { enabled: true, profile: (_, client) => (client?.clientId.startsWith('fapi') ? '2.0' : undefined) },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: async (_, resource) => {
          if (!resources.includes(resource)) {
            throw new errors.InvalidTarget();
          }
          return { scope: 'api', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
        },
      },
    },
  });
  server.on('server_error', (_, error) => console.error(error));
  return server;
}

const privateKey = (alg, kid, kind, options) => {
  const pair = generateKeyPairSync(kind, options);
  return { ...pair.privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid };
};

if (cluster.isPrimary) {
  await pool.query(schema);
  await pool.end();
  const keys = [privateKey('RS256', 'rsa', 'rsa', { modulusLength: 2048 }), privateKey('ES256', 'ec', 'ec', { namedCurve: 'P-256' })];
  for (let process = 0; process < 2; process += 1) {
    cluster.fork({ TORTURE_JWKS: JSON.stringify({ keys }) });
  }
  cluster.on('exit', () => process.exit(1));
} else {
  provider().listen(Number(TORTURE_PORT), '127.0.0.1');
}
