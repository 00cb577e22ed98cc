import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** The binary under test. */
export const binary = resolve(root, process.env['REGRANT_BIN'] ?? 'target/debug/regrant');
/** The console's files. */
export const site = resolve(root, process.env['REGRANT_SITE'] ?? 'target/site');

/** The environment without settings of ours: what a developer has set must not leak in. */
export function cleanEnvironment(settings: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('REGRANT_'));
  return { ...Object.fromEntries(inherited), ...settings };
}

/** Runs a command to its end and returns what it says. */
export async function say(command: string[], settings: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, command, { env: cleanEnvironment(settings), cwd: tmpdir() });
  return stdout;
}

const given = new Set<number>();

/** A loopback port that nobody listens on, and that was not given to anybody before. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening, failed) => probe.once('error', failed).listen(0, '127.0.0.1', listening));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === 'string') throw new Error('the port of a TCP server is not known');
  if (given.has(address.port)) return freePort();
  given.add(address.port);
  return address.port;
}

/** A directory that is gone when the test run is. */
export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'regrant-end2end-'));
}

/** A server that runs until it is stopped. */
export class RunningProgram {
  readonly #child: ChildProcess;
  readonly #log: WriteStream | undefined;
  readonly #directory: string;
  /** All that it said. */
  readonly lines: string[] = [];

  private constructor(child: ChildProcess, directory: string, logFile: string | undefined) {
    this.#child = child;
    this.#directory = directory;
    this.#log = logFile === undefined ? undefined : createWriteStream(logFile);
  }

  /** Starts it, and waits for the line that says it is ready. Its directory is removed with it. */
  static async start(
    [program, ...command]: [string, ...string[]],
    settings: Record<string, string>,
    ready: RegExp,
    directory: string,
    logFile?: string,
  ): Promise<RunningProgram> {
    const child = spawn(program, command, { env: cleanEnvironment(settings), cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    const running = new RunningProgram(child, directory, logFile);
    await new Promise<void>((isReady, failed) => {
      const heard = (line: string) => {
        running.lines.push(line);
        running.#log?.write(`${line}\n`);
        if (ready.test(line)) isReady();
      };
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', heard);
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`${program} ${command.join(' ')} ended with ${code}:\n${running.lines.join('\n')}`)));
    });
    return running;
  }

  /** Tells it to stop, by its own process identifier, and waits until it has. */
  async stop(): Promise<void> {
    const ended = new Promise((exited) => this.#child.once('exit', exited));
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM');
      // Connections that browsers keep open would be waited for.
      const impatient = setTimeout(() => this.#child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(impatient);
    }
    this.#log?.end();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
