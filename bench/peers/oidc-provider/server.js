// Seeds logins and serves them with several processes.
//
// BENCH_DATABASE_URL  an empty database
// BENCH_PORT          where to listen, on 127.0.0.1
// BENCH_SECRET        the secret of the client `bench`
// BENCH_LOGINS        how many logins
// BENCH_TOKENS        the file that their refresh tokens are written to, one a line
// BENCH_PROCESSES     how many processes

import cluster from 'node:cluster';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { adapterOn, schema } from './adapter.js';
import { logIn, providerOf } from './provider.js';

const { BENCH_DATABASE_URL, BENCH_PORT, BENCH_SECRET, BENCH_LOGINS, BENCH_TOKENS, BENCH_PROCESSES, BENCH_JWKS } = process.env;
const issuer = `http://127.0.0.1:${BENCH_PORT}`;
const pool = new pg.Pool({ connectionString: BENCH_DATABASE_URL, max: 16 });

if (cluster.isPrimary) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'bench' }] };
  await pool.query(schema);
  const provider = providerOf({ issuer, secret: BENCH_SECRET, jwks }, adapterOn(pool));
  writeFileSync(BENCH_TOKENS, (await logIn(provider, Number(BENCH_LOGINS))).join('\n'), { mode: 0o600 });
  await pool.query('VACUUM ANALYZE oidc_models');
  await pool.end();
  for (let process = 0; process < Number(BENCH_PROCESSES); process += 1) {
    cluster.fork({ BENCH_JWKS: JSON.stringify(jwks) });
  }
  cluster.on('exit', () => process.exit(1));
} else {
  const provider = providerOf({ issuer, secret: BENCH_SECRET, jwks: JSON.parse(BENCH_JWKS) }, adapterOn(pool));
  provider.listen(Number(BENCH_PORT), '127.0.0.1');
}
