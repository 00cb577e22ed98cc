import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { Certificates } from './certificates.ts';
import { Nginx } from './nginx.ts';
import { binary, freePort, RunningProgram, say, site, temporaryDirectory } from './program.ts';

/** Where the servers' logs are kept, to be read after a failure. */
const logs = resolve(import.meta.dirname, '../test-results/logs');

/** What a token begins with that the server gives out: a refresh token, an opaque access token, an administrator's, a JWT (with its
 * points: a code challenge may begin like one by chance). */
const TOKEN = /(rt1\.|at1\.|rga_)[\w-]{8}|eyJ[\w-]+\.[\w-]+\./;

/** A commit waits for the disk, and how long that takes on a busy machine is no fault of the server's. Any other slow statement is. */
const SLOW_DISK = /"message":"slow statement[^"]*","summary":"COMMIT"/;

/** The tenant that every test's workspace belongs to. */
export const TENANT = 'acme';

/** A server with a data directory of its own: one for each worker. */
export class Installation {
  readonly #program: RunningProgram;
  readonly #settings: Record<string, string>;
  readonly #nginx: Nginx | undefined;
  readonly #certificates: Certificates | undefined;
  /** Its address, without a slash at the end. */
  readonly url: string;

  private constructor(program: RunningProgram, settings: Record<string, string>, url: string, nginx?: Nginx, certificates?: Certificates) {
    this.#program = program;
    this.#settings = settings;
    this.#nginx = nginx;
    this.#certificates = certificates;
    this.url = url;
  }

  /** Its own certificates, and the authority that it trusts to issue those of its clients. */
  get certificates(): Certificates {
    if (this.#certificates === undefined) throw new Error('this installation takes no certificates');
    return this.#certificates;
  }

  static async start(name: string, { behindNginx = false, atLocalhost = false, sendsMail = false, takesCertificates = false } = {}): Promise<Installation> {
    const directory = await temporaryDirectory();
    const listen = `127.0.0.1:${await freePort()}`;
    const local = atLocalhost ? listen.replace('127.0.0.1', 'localhost') : undefined;
    const nginx = behindNginx ? await Nginx.before(listen) : undefined;
    const certificates = takesCertificates ? await Certificates.in(directory) : undefined;
    const secure = certificates === undefined ? undefined : `https://${listen.replace('127.0.0.1', 'localhost')}`;
    const settings = {
      ...(nginx === undefined ? {} : { REGRANT_PUBLIC_URL: nginx.url, REGRANT_TRUSTED_PROXIES: '127.0.0.1' }),
      ...(local === undefined ? {} : { REGRANT_PUBLIC_URL: `http://${local}` }),
      ...(certificates === undefined || secure === undefined ? {} : {
        REGRANT_PUBLIC_URL: secure,
        REGRANT_TLS_CERTIFICATE_FILE: certificates.file('server'),
        REGRANT_TLS_KEY_FILE: certificates.file('server', 'key'),
        REGRANT_MTLS_LISTEN: `127.0.0.1:${await freePort()}`,
        REGRANT_MTLS_CA_FILE: certificates.file('authority'),
      }),
      REGRANT_LISTEN: listen,
      // Where the tests publish what the server reads: no address that anything else has.
      REGRANT_ALLOW_PRIVATE_NETWORKS: '127.0.0.2',
      REGRANT_DATA_DIR: join(directory, 'data'),
      REGRANT_SITE_DIR: site,
      REGRANT_LOG_FORMAT: 'json',
      // What mail there is lies in a directory, or goes to servers on this machine.
      ...(sendsMail ? { REGRANT_MAIL_PRIVATE_NETWORKS: 'yes' } : { REGRANT_MAIL_OUTBOX: join(directory, 'mail') }),
    };
    mkdirSync(logs, { recursive: true });
    const program = await RunningProgram.start([binary, 'serve', '--migrate'], settings, /"message":"ready"/, directory, join(logs, `${name}.log`));
    const installation = new Installation(program, settings, nginx?.url ?? secure ?? `http://${local ?? listen}`, nginx, certificates);
    await installation.say('tenant', 'create', '--slug', TENANT, '--name', 'Acme');
    return installation;
  }

  /** Runs a command of the command line on this installation. */
  async say(...command: string[]): Promise<string> {
    return say(command, this.#settings);
  }

  /** Makes an administrator and returns the link that signs them in once. */
  async createAdministrator(email: string, name: string, ...more: string[]): Promise<string> {
    return this.#link('admin', 'create', '--email', email, '--name', name, ...more);
  }

  /** Returns a new link that signs an administrator in once. */
  async signInLink(email: string): Promise<string> {
    return this.#link('admin', 'sign-in-link', email);
  }

  async #link(...command: string[]): Promise<string> {
    const said = await this.say(...command);
    const link = /https?:\/\/\S+/.exec(said)?.[0];
    if (link === undefined) throw new Error(`there is no link in: ${said}`);
    return link;
  }

  /** Waits for a mail in which this is said, such as the address of a link's page, and takes it. */
  async mail(text: string): Promise<string> {
    const outbox = this.#settings['REGRANT_MAIL_OUTBOX'];
    if (outbox === undefined) throw new Error('this installation sends its mail');
    let found: { file: string; mail: string } | undefined;
    await expect
      .poll(() => {
        const files = existsSync(outbox) ? readdirSync(outbox).filter((name) => name.endsWith('.eml')) : [];
        const mails = files.sort().map((name) => ({ file: join(outbox, name), mail: readFileSync(join(outbox, name), 'utf8') }));
        found = mails.find(({ mail }) => mail.includes(text));
        return found !== undefined;
      }, `a mail with ${text}`)
      .toBe(true);
    rmSync(found!.file);
    return found!.mail;
  }

  /** The logs must tell of no fault of the server's own, and hold no token. */
  expectGoodLog(): void {
    const faults = this.#program.lines.filter((line) => (/"level":"(ERROR|WARN)"/.test(line) && !SLOW_DISK.test(line)) || line.includes('panicked at'));
    expect(faults, 'faults in the log').toEqual([]);
    expect(this.#program.lines.filter((line) => TOKEN.test(line)), 'tokens in the log').toEqual([]);
    this.#nginx?.expectGoodLog();
  }

  /** Whatever was done here: no token may lie in the database, or in what it writes ahead. */
  expectNoTokenInDatabase(): void {
    const database = readdirSync(this.#settings.REGRANT_DATA_DIR!).filter((name) => name.includes('.db'));
    expect(database, 'the database').not.toEqual([]);
    for (const name of database) {
      const content = readFileSync(join(this.#settings.REGRANT_DATA_DIR!, name), 'latin1');
      expect(TOKEN.exec(content)?.[0] ?? null, `a token in ${name}`).toBeNull();
    }
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    await this.#nginx?.stop();
  }
}
