import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { freePort, RunningProgram, temporaryDirectory } from './program.ts';

/** The distribution's packages of nginx, unpacked. */
const nginx = process.env['REGRANT_NGINX'] ?? resolve(import.meta.dirname, '../../target/tools/nginx');

/** nginx as the distribution ships it, with the site that docs/operation.md has. */
export class Nginx {
  readonly #program: RunningProgram;
  readonly #directory: string;
  #answered: string[] = [];
  /** The address that browsers and clients use. */
  readonly url: string;

  private constructor(program: RunningProgram, directory: string, url: string) {
    this.#program = program;
    this.#directory = directory;
    this.url = url;
  }

  /** Starts it before a server that listens here, be it there or not. */
  static async before(upstream: string): Promise<Nginx> {
    const listen = `127.0.0.1:${await freePort()}`;
    const directory = await temporaryDirectory();
    // Where it is started by root, it works as another user.
    await chmod(directory, 0o755);
    const shipped = join(nginx, 'etc/nginx');
    const own = (text: string) => text.replaceAll(/\/(etc|var\/log)\/nginx\b|\/run(?=\/nginx\.pid)/g, directory);
    await writeFile(join(directory, 'nginx.conf'), own(await readFile(join(shipped, 'nginx.conf'), 'utf8')));
    await copyFile(join(shipped, 'mime.types'), join(directory, 'mime.types'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(directory, name)};\n`);
    for (const [folder, content] of [['conf.d/directories.conf', temporary.join('')], ['sites-enabled/regrant', await site(listen, upstream)]] as const) {
      await mkdir(join(directory, folder, '..'));
      await writeFile(join(directory, folder), content);
    }
    const options = ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off; error_log stderr notice;'];
    const program = await RunningProgram.start([join(nginx, 'usr/sbin/nginx'), ...options], {}, /start worker process/, directory);
    return new Nginx(program, directory, `http://${listen}`);
  }

  async stop(): Promise<void> {
    this.#answered = (await readFile(join(this.#directory, 'access.log'), 'utf8')).trim().split('\n');
    await this.#program.stop();
  }

  /** Nothing that was asked or answered until it stopped may have been too much for it. */
  expectGoodLog(): void {
    expect(this.#program.lines.filter((line) => /\[(error|crit|alert|emerg)\]/.test(line)), 'errors of nginx').toEqual([]);
    expect(this.#answered.length, 'requests through nginx').toBeGreaterThan(1);
    expect(this.#answered.filter((line) => /" (400|413|414|431|494|5\d\d) \d+ "/.test(line)), 'requests that failed at nginx or behind it').toEqual([]);
  }
}

/** The site of docs/operation.md, in plain HTTP and on ports of the test. */
async function site(listen: string, upstream: string): Promise<string> {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/operation.md'), 'utf8');
  const advised = /```nginx\n([\s\S]*?)```/.exec(page)?.[1];
  if (advised === undefined) throw new Error('docs/operation.md has no site for nginx');
  return advised.replace('443 ssl', listen).replace('127.0.0.1:8080', upstream).replaceAll(/^ *ssl_.*\n/gm, '');
}
