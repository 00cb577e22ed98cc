import { join } from 'node:path';
import { binary, freePort, RunningProgram, site, temporaryDirectory } from './program.ts';

/** `regrant demo`: the server and the demonstration application, as a newcomer starts them. */
export class Demonstration {
  readonly #program: RunningProgram;

  private constructor(program: RunningProgram) {
    this.#program = program;
  }

  static async start(): Promise<Demonstration> {
    const directory = await temporaryDirectory();
    const [listen, application] = [await freePort(), await freePort()].map((port) => `127.0.0.1:${port}`) as [string, string];
    const command: [string, ...string[]] = [binary, 'demo', '--data', join(directory, 'data'), '--site', site, '--listen', listen, '--demo-app-listen', application];
    return new Demonstration(await RunningProgram.start(command, {}, /Ctrl-C stops it/, directory));
  }

  /** The application's address, as it is told. */
  get application(): string {
    return this.#told(/Demo application +(\S+)/);
  }

  /** The link that signs the first administrator in once. */
  get signInLink(): string {
    return this.#told(/Sign in once +(\S+)/);
  }

  passwordOf(identifier: string): string {
    return this.#told(new RegExp(`${identifier} +(\\S+)`));
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }

  #told(what: RegExp): string {
    const found = this.#program.lines.map((line) => what.exec(line)?.[1]).find((word) => word !== undefined);
    if (found === undefined) throw new Error(`${what} is not among what was told:\n${this.#program.lines.join('\n')}`);
    return found;
  }
}
