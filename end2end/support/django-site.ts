import { resolve } from 'node:path';
import { RunningProgram, temporaryDirectory } from './program.ts';
import type { Client } from './workspace.ts';

/** Python with what `django/requirements.txt` names. */
const python = process.env['REGRANT_PYTHON'] ?? resolve(import.meta.dirname, '../../target/tools/django/bin/python');

/** A site of Django's that signs its users in by social-auth-core. */
export class DjangoSite {
  readonly #program: RunningProgram;

  private constructor(program: RunningProgram) {
    this.#program = program;
  }

  /** Starts it on a port that its client's redirect URI names. */
  static async start({ issuer, clientId, secret = '' }: Client, port: number): Promise<DjangoSite> {
    const settings = { OIDC_ENDPOINT: issuer, OIDC_KEY: clientId, OIDC_SECRET: secret };
    const command: [string, ...string[]] = [python, resolve(import.meta.dirname, '../django/shop.py'), String(port)];
    return new DjangoSite(await RunningProgram.start(command, settings, /^ready$/, await temporaryDirectory()));
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }
}
