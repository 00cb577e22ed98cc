import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { RunningProgram, temporaryDirectory } from './program.ts';
import type { Client } from './workspace.ts';

/** Where Debian's packages have their modules. */
const modules = '/usr/lib/apache2/modules';

const page = (title: string) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>
<body><main><h1>${title}</h1></main></body></html>`;

const pages = { 'signed-out.html': 'Signed out', 'private/page.html': 'Private', 'private/fresh/page.html': 'Fresh' };

/** What mod_auth_openidc tells of a session. */
export interface ApacheSession {
  access_token: string;
  refresh_token: string;
  userinfo: Record<string, unknown>;
}

/** Apache of the distribution with mod_auth_openidc, in several processes, as `clients/mod_auth_openidc/apache2.conf` has it. */
export class Apache {
  readonly #program: RunningProgram;
  /** Its address, without a slash at the end. */
  readonly url: string;

  private constructor(program: RunningProgram, url: string) {
    this.#program = program;
    this.url = url;
  }

  /** Starts it on a port that its client's redirect URI names. */
  static async start({ issuer, clientId, secret = '' }: Client, port: number): Promise<Apache> {
    const directory = await temporaryDirectory();
    await chmod(directory, 0o755);
    for (const [path, title] of Object.entries(pages)) {
      const file = join(directory, 'pages', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, page(title));
    }
    const filled: Record<string, string> = { directory, modules, issuer, clientId, secret, port: String(port) };
    const template = await readFile(resolve(import.meta.dirname, '../clients/mod_auth_openidc/apache2.conf'), 'utf8');
    const configuration = join(directory, 'apache2.conf');
    await writeFile(configuration, template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => filled[name] ?? whole));
    // When it stops it signals its whole process group, so it has one of its own.
    const command: [string, ...string[]] = ['setsid', '/usr/sbin/apache2', '-f', configuration, '-D', 'FOREGROUND'];
    return new Apache(await RunningProgram.start(command, {}, /resuming normal operations/, directory), `http://127.0.0.1:${port}`);
  }

  /** The processes that answered requests for this path so far. */
  processes(path: string): Set<string> {
    const answers = this.#program.lines.map((line) => /^answered 200 (\S+) by (\d+)$/.exec(line));
    return new Set(answers.filter((answer) => answer?.[1] === path).map((answer) => answer![2]!));
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    expect(this.#program.lines.filter((line) => /[:[](error|crit|alert|emerg)\]/.test(line)), 'errors of Apache').toEqual([]);
  }
}
