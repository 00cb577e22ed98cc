import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanEnvironment, freePort, temporaryDirectory } from './program.ts';

const program = resolve(import.meta.dirname, '../node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** A check, as the tool writes it down. One that it skipped is there, too. */
export interface Check {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

/** What the tool found. */
export interface Findings {
  /** What it ended with: 0 where no check failed. */
  code: number | null;
  /** All that it said. */
  said: string[];
  checks: Check[];
}

/** The MCP conformance tool (`@modelcontextprotocol/conformance`), unmodified: its command for authorization servers. */
export class McpConformance {
  /** What it wants registered. The port of an address on loopback is open (RFC 8252 §7.3). */
  static readonly redirectUri = 'http://127.0.0.1/callback';

  /** The names of its scenarios for authorization servers. */
  static async scenarios(): Promise<string[]> {
    const { said } = await run(['list', '--authorization']);
    return said.map((line) => /^ +- (\S+)/.exec(line)?.[1]).filter((name) => name !== undefined);
  }

  /** All of its scenarios, with this client, for this MCP server; calls `visit` with the address that it prints for a browser. */
  static async run(issuer: string, clientId: string, resource: string, visit: (address: URL) => Promise<void>): Promise<Findings> {
    const directory = await temporaryDirectory();
    const client = ['--client-id', clientId, '--resource', resource, '--port', String(await freePort())];
    try {
      const { code, said } = await run(['authorization', '--url', issuer, ...client, '--output-dir', directory], visit);
      const files = await Promise.all((await readdir(directory)).map((scenario) => readFile(join(directory, scenario, 'checks.json'), 'utf8')));
      return { code, said, checks: files.flatMap((file) => JSON.parse(file) as Check[]) };
    } finally {
      await rm(directory, { recursive: true });
    }
  }
}

/** Runs it to its end. Where the visit fails, nobody will come back to it. */
async function run(command: string[], visit?: (address: URL) => Promise<void>): Promise<Pick<Findings, 'code' | 'said'>> {
  const tool = spawn(process.execPath, [program, ...command], { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(tool, 'close');
  const said: string[] = [];
  let visited: Promise<unknown> = Promise.resolve();
  for (const stream of [tool.stdout, tool.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('http')) {
        visited = visit?.(new URL(line)).catch((error: unknown) => {
          tool.kill();
          return error;
        }) ?? Promise.resolve();
      }
    });
  }
  const [code] = (await closed) as [number | null];
  const error = await visited;
  if (error !== undefined) throw error;
  return { code, said };
}
