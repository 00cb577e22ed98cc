import { execFile } from 'node:child_process';
import { createHash, createPublicKey, type JsonWebKey, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CustomFetch } from 'openid-client';

/** A certificate and its private key, in PEM. */
export interface Identity {
  cert: string;
  key: string;
}

const openssl = async (...command: string[]) => promisify(execFile)('openssl', command);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** The certificates of a server and of its clients, made by openssl. */
export class Certificates {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Makes those of the server, at `localhost`, and of an authority that issues its clients' ones. */
  static async in(directory: string): Promise<Certificates> {
    const certificates = new Certificates(directory);
    await certificates.selfSigned('server', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost');
    await certificates.selfSigned('authority', '/CN=Example CA');
    return certificates;
  }

  /** The file of a certificate, or of its key. */
  file(name: string, kind: 'pem' | 'key' = 'pem'): string {
    return join(this.#directory, `${name}.${kind}`);
  }

  /** A certificate that its owner has made. */
  async selfSigned(name: string, subject: string, ...more: string[]): Promise<Identity> {
    await openssl('req', '-x509', ...newKey, '-days', '2', '-subj', subject, '-keyout', this.file(name, 'key'), '-out', this.file(name), ...more);
    return this.#read(name);
  }

  /** A certificate for clients that the authority has issued. */
  async issued(name: string, subject: string): Promise<Identity> {
    const [asked, extensions] = [join(this.#directory, `${name}.csr`), join(this.#directory, `${name}.ext`)];
    await writeFile(extensions, 'basicConstraints=critical,CA:FALSE\nextendedKeyUsage=clientAuth\n');
    await openssl('req', '-new', ...newKey, '-subj', subject, '-keyout', this.file(name, 'key'), '-out', asked);
    const by = ['-CA', this.file('authority'), '-CAkey', this.file('authority', 'key'), '-CAcreateserial'];
    await openssl('x509', '-req', '-in', asked, ...by, '-days', '2', '-extfile', extensions, '-out', this.file(name));
    return this.#read(name);
  }

  /** What asks the server with this certificate, or with none. */
  async fetchWith(identity: Partial<Identity> = {}): Promise<CustomFetch> {
    const ca = await readFile(this.file('server'), 'utf8');
    return async (url, { body, headers, method }) =>
      new Promise((answered, failed) => {
        const asked = request(url, { method, headers, ca, ...identity, agent: false }, (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.on('error', failed);
          answer.on('end', () => {
            const pairs = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
            answered(new Response(Buffer.concat(pieces).toString(), { status: answer.statusCode ?? 500, headers: pairs }));
          });
        });
        asked.on('error', failed);
        asked.end(body === null || body === undefined ? undefined : String(body));
      });
  }

  async #read(name: string): Promise<Identity> {
    return { cert: await readFile(this.file(name), 'utf8'), key: await readFile(this.file(name, 'key'), 'utf8') };
  }
}

/** The thumbprint of a certificate (RFC 8705 §3.1). */
export function thumbprint({ cert }: Identity): string {
  return createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');
}

/** The key of a certificate, as a client registers it. */
export function publicJwk({ cert }: Identity): JsonWebKey {
  return createPublicKey(cert).export({ format: 'jwk' });
}
