import { writeFile } from 'node:fs/promises';
import * as openid from 'openid-client';
import { type Identity, publicJwk, thumbprint } from '../../support/certificates.ts';
import { Installation, TENANT } from '../../support/installation.ts';
import { expect, test } from '../../support/test.ts';

const AT = ['--tenant', TENANT, '--workspace', 'shop'];

/** Creates a service on the command line; its identifier. */
async function service(installation: Installation, name: string, ...more: string[]): Promise<string> {
  const said = await installation.say('client', 'create', ...AT, '--name', name, '--type', 'service', ...more);
  const id = /is ready: ([0-9a-f-]{36})\./.exec(said)?.[1];
  if (id === undefined) throw new Error(`there is no identifier in: ${said}`);
  return id;
}

/** openid-client as a service with this certificate. */
async function client(installation: Installation, id: string, identity: Identity, aliases = true): Promise<openid.Configuration> {
  const fetch = await installation.certificates.fetchWith(identity);
  const metadata = { use_mtls_endpoint_aliases: aliases };
  return openid.discovery(new URL(`${installation.url}/${TENANT}/shop`), id, metadata, openid.TlsClientAuth(), { [openid.customFetch]: fetch });
}

// Clauses: 225, 226, 227, 228, 230, 234, 236.
test('openid-client presents certificates of an authority and of its own, and its tokens are bound to them', async ({}, { project, workerIndex }) => {
  const installation = await Installation.start(`mutual-tls-${project.name}-${workerIndex}`, { takesCertificates: true });
  try {
    const { certificates } = installation;
    await installation.say('workspace', 'create', '--tenant', TENANT, '--slug', 'shop', '--name', 'Shop');
    const subject = '/O=Example/CN=job.example.com';
    const issued = await certificates.issued('job', subject);
    const made = await certificates.selfSigned('own', subject);

    const bound = '--tls-client-certificate-bound-access-tokens';
    const job = await service(installation, 'Job', '--tls-client-auth-subject-dn', 'CN=job.example.com,O=Example', bound);
    const configuration = await client(installation, job, issued);
    expect(configuration.serverMetadata().tls_client_certificate_bound_access_tokens).toBe(true);
    const tokens = await openid.clientCredentialsGrant(configuration);
    const seen = await openid.tokenIntrospection(configuration, tokens.access_token);
    expect(seen).toMatchObject({ active: true, client_id: job, cnf: { 'x5t#S256': thumbprint(issued) } });

    const refused = { error: 'invalid_client', status: 400 };
    await expect(openid.clientCredentialsGrant(await client(installation, job, made)), 'anybody can write a subject').rejects.toMatchObject(refused);
    const atTheUsualPort = await client(installation, job, issued, false);
    await expect(openid.clientCredentialsGrant(atTheUsualPort), 'where browsers are, nobody is asked').rejects.toMatchObject(refused);

    const jwks = certificates.file('own').replace('.pem', '.json');
    await writeFile(jwks, JSON.stringify({ keys: [publicJwk(made)] }));
    const own = await service(installation, 'Own', '--self-signed-certificate', '--jwks', jwks);
    expect((await openid.clientCredentialsGrant(await client(installation, own, made))).access_token).toBeTruthy();
    await expect(openid.clientCredentialsGrant(await client(installation, own, issued))).rejects.toMatchObject(refused);
  } finally {
    await installation.stop();
  }
  installation.expectGoodLog();
});
