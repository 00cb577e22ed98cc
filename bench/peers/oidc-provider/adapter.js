// What oidc-provider keeps, in one table of PostgreSQL. Its statements are prepared once for each connection.

export const schema = `
  CREATE TABLE oidc_models (
    type text NOT NULL,
    id text NOT NULL,
    payload jsonb NOT NULL,
    grant_id text,
    uid text,
    user_code text,
    expires_at timestamptz,
    PRIMARY KEY (type, id)
  );
  CREATE INDEX oidc_models_by_grant ON oidc_models (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX oidc_models_by_uid ON oidc_models (uid) WHERE uid IS NOT NULL;
`;

const live = '(expires_at IS NULL OR expires_at > now())';

export function adapterOn(pool) {
  return class PostgresAdapter {
    constructor(type) {
      this.type = type;
    }

    async upsert(id, payload, expiresIn) {
      await pool.query({
        name: 'upsert',
        text: `INSERT INTO oidc_models (type, id, payload, grant_id, uid, user_code, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
               ON CONFLICT (type, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
        values: [this.type, id, payload, payload.grantId, payload.uid, payload.userCode, expiresIn],
      });
    }

    async find(id) {
      return this.one('find', 'id', id);
    }

    async findByUid(uid) {
      return this.one('find-by-uid', 'uid', uid);
    }

    async findByUserCode(userCode) {
      return this.one('find-by-user-code', 'user_code', userCode);
    }

    async one(name, column, value) {
      const text = `SELECT payload FROM oidc_models WHERE type = $1 AND ${column} = $2 AND ${live}`;
      const { rows } = await pool.query({ name, text, values: [this.type, value] });
      return rows[0]?.payload;
    }

    async consume(id) {
      await pool.query({
        name: 'consume',
        text: `UPDATE oidc_models SET payload = payload || jsonb_build_object('consumed', extract(epoch FROM now())::bigint)
               WHERE type = $1 AND id = $2`,
        values: [this.type, id],
      });
    }

    async destroy(id) {
      await pool.query({ name: 'destroy', text: 'DELETE FROM oidc_models WHERE type = $1 AND id = $2', values: [this.type, id] });
    }

    async revokeByGrantId(grantId) {
      await pool.query({ name: 'revoke', text: 'DELETE FROM oidc_models WHERE grant_id = $1', values: [grantId] });
    }
  };
}
