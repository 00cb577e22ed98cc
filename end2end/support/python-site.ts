import { resolve } from 'node:path';
import { RunningProgram, temporaryDirectory } from './program.ts';
import type { Client } from './workspace.ts';

/** Python with what `clients/requirements.txt` names. */
const python = process.env['REGRANT_PYTHON'] ?? resolve(import.meta.dirname, '../../target/tools/python-clients/bin/python');

/** A site of Django's that signs its users in by a client in Python. */
export class PythonSite {
  readonly #program: RunningProgram;
  /** Its address, without a slash at the end. */
  readonly url: string;

  private constructor(program: RunningProgram, url: string) {
    this.#program = program;
    this.url = url;
  }

  /** Starts it on a port that its client's redirect URI names. */
  static async start(library: 'authlib' | 'social-auth', { issuer, clientId, secret = '' }: Client, port: number): Promise<PythonSite> {
    const settings = { OIDC_ENDPOINT: issuer, OIDC_KEY: clientId, OIDC_SECRET: secret };
    const command: [string, ...string[]] = [python, resolve(import.meta.dirname, '../clients', library, 'shop.py'), String(port)];
    return new PythonSite(await RunningProgram.start(command, settings, /^ready$/, await temporaryDirectory()), `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }
}
