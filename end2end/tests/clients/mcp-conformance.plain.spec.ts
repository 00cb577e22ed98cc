import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpConformance } from '../../support/mcp-conformance.ts';
import { test as base, expect } from '../../support/test.ts';

/** The MCP server that tokens are for. Nobody asks it for anything. */
const RESOURCE = 'https://tools.example.com/mcp';

const METADATA = { client_name: 'Conformance', redirect_uris: [McpConformance.redirectUri], token_endpoint_auth_method: 'none' };

interface Conformance {
  /** Runs all scenarios with this client, led by the visitor, and prints what the tool says. */
  conforms: (clientId: string) => Promise<void>;
}

const test = base.extend<Conformance>({
  conforms: async ({ workspace, visitor, complaints }, use) => {
    // The tool's own page on loopback has no icon.
    complaints.expectOf(/^http:\/\/127\.0\.0\.1:\d+\/favicon\.ico$/);
    await workspace.setResource(await workspace.createService('Tools', [['tools.use', 'Use tools', 'Use tools for you']]), RESOURCE);
    await use(async (clientId) => {
      const { code, said, checks } = await McpConformance.run(workspace.issuer, clientId, RESOURCE, async (address) => {
        await visitor.goTo(address);
        await visitor.signIn();
        await visitor.decide('Allow');
      });
      console.log(said.join('\n'));
      // It ends with 0, too, where it warned of something or skipped it.
      expect(checks.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
      const passes = said.map((line) => /^✓ (\S+): ([1-9]\d*) passed, 0 failed$/.exec(line)?.[1]).filter((name) => name !== undefined);
      expect(passes, 'every scenario of the tool').toEqual(await McpConformance.scenarios());
      expect(passes).toContain('authorization-code-grant');
      expect(code).toBe(0);
    });
  },
});
test.use({ template: 'mcp' });

test('the MCP conformance tool finds no failure at a workspace of the template, with a client that registered itself', async ({ workspace, conforms }) => {
  const answer = await fetch(`${workspace.issuer}/oauth2/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(METADATA),
  });
  expect(answer.status).toBe(201);
  await conforms(((await answer.json()) as { client_id: string }).client_id);
});

test('the MCP conformance tool finds no failure at a workspace of the template, with a client that is known by its document', async ({ conforms }) => {
  let clientId = '';
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ ...METADATA, client_id: clientId }));
  });
  // A network that the installation allows.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  clientId = `http://127.0.0.2:${(server.address() as AddressInfo).port}/client.json`;
  await conforms(clientId);
  await new Promise((resolve) => server.close(resolve));
});

test('the MCP conformance tool finds no failure at a workspace of the template, with a client that was registered beforehand', async ({ workspace, conforms }) => {
  const { clientId } = await workspace.createClient({ name: 'Conformance', type: 'mobile_desktop', redirectUris: [McpConformance.redirectUri] });
  await conforms(clientId);
});
