import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { cleanEnvironment, freePort, temporaryDirectory } from './program.ts';
import type { Client } from './workspace.ts';

/** What protects the account in oidc-agent's own file. */
const PASSWORD = { OIDC_ENCRYPTION_PW: 'a password of the test' };

/** The account's name, as oidc-agent's guide has it. */
const ACCOUNT = 'example';

/** oidc-agent of the distribution, with a home of its own: a public client, which names itself by Basic with an empty password. */
export class OidcAgent {
  /** What its guide says to register. The port of an address on loopback is open. */
  static readonly redirectUris = ['http://localhost:4242', 'http://localhost:8080', 'http://localhost:43985', 'edu.kit.data.oidc-agent:/redirect'];

  readonly #home: string;
  #running: Record<string, string> = {};

  private constructor(home: string) {
    this.#home = home;
  }

  static async start(): Promise<OidcAgent> {
    const home = await temporaryDirectory();
    await mkdir(join(home, '.oidc-agent'));
    const agent = new OidcAgent(home);
    await agent.wake();
    return agent;
  }

  /** `oidc-agent`: starts the daemon, which knows no account yet. */
  async wake(): Promise<void> {
    const { socket, dpid } = JSON.parse(await this.#run('oidc-agent', '--json', '--pw-store', '--no-scheme')) as { socket: string; dpid: string };
    this.#running = { OIDC_SOCK: socket, OIDCD_PID: dpid };
  }

  /** `oidc-gen`: calls `visit` with the address that it prints, and ends once the browser was back at it. */
  async generate({ issuer, clientId }: Client, visit: (address: URL) => Promise<void>): Promise<void> {
    const client = [`--issuer=${issuer}`, `--client-id=${clientId}`, '--client-secret=', '--scope=openid profile offline_access'];
    const options = ['--manual', ...client, `--port=${await freePort()}`, '--flow=code', '--no-url-call', '--pw-env', '--prompt=none', '--confirm-default'];
    const generator = spawn('oidc-gen', [ACCOUNT, ...options], { env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(generator, 'exit');
    const said: string[] = [];
    for (const stream of [generator.stdout, generator.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (line.startsWith('http')) void visit(new URL(line)).catch(() => generator.kill());
      });
    }
    const [code] = await ended;
    if (code !== 0) throw new Error(`oidc-gen ended with ${code}:\n${said.join('\n')}`);
  }

  /** `oidc-add`: loads the account from its file. */
  async add(): Promise<void> {
    await this.#run('oidc-add', ACCOUNT, '--pw-env');
  }

  /** `oidc-token`: an access token. */
  async token(...options: string[]): Promise<string> {
    return (await this.#run('oidc-token', ...options, ACCOUNT)).trim();
  }

  /** `oidc-gen --print`: the refresh token in the account's file. */
  async savedRefreshToken(): Promise<string> {
    return (JSON.parse(await this.#run('oidc-gen', `--print=${ACCOUNT}`, '--pw-env')) as { refresh_token: string }).refresh_token;
  }

  /** `oidc-gen --delete`: revokes the refresh token and removes the account's file. */
  async delete(): Promise<void> {
    await this.#run('oidc-gen', '--delete', ACCOUNT, '--pw-env', '--confirm-yes');
  }

  /** `oidc-agent --kill`: what the daemon had in memory alone is gone. */
  async sleep(): Promise<void> {
    await this.#run('oidc-agent', '--kill');
    this.#running = {};
  }

  async stop(): Promise<void> {
    if ('OIDCD_PID' in this.#running) await this.sleep();
    await rm(this.#home, { recursive: true, force: true });
  }

  get #environment(): NodeJS.ProcessEnv {
    return cleanEnvironment({ HOME: this.#home, TMPDIR: this.#home, ...this.#running, ...PASSWORD });
  }

  async #run(program: string, ...options: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(program, options, { env: this.#environment, timeout: 20_000 });
    return stdout;
  }
}
