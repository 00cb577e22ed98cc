import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthClientMetadata, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { McpServer } from '../../support/mcp-server.ts';
import { freePort } from '../../support/program.ts';
import { test as base, expect } from '../../support/test.ts';
import type { Client } from '../../support/workspace.ts';

const SCOPES = ['openid', 'tools.use', 'offline_access'];

interface Tools {
  /** The scopes that the tools announce, if any, with a space between two. */
  announces: string;
  tools: McpServer;
  /** The client, registered beforehand. */
  client: Client;
  /** What it keeps. */
  kept: Kept;
}

/** What an MCP client keeps, as the SDK has it kept. Several connections share it. */
class Kept implements OAuthClientProvider {
  readonly redirectUrl: string;
  #information: OAuthClientInformationMixed | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';
  /** All refresh tokens that it got, in order. */
  readonly refreshTokens: string[] = [];
  /** Where the user is to be sent. */
  address: URL | undefined;

  /** Of a client that was registered beforehand, at this issuer, or of one that registers itself. */
  constructor(redirectUrl: string, information?: OAuthClientInformationMixed) {
    this.redirectUrl = redirectUrl;
    this.#information = information;
  }

  get clientMetadata(): OAuthClientMetadata {
    const grants = { grant_types: ['authorization_code', 'refresh_token'], token_endpoint_auth_method: 'none' };
    return { client_name: 'MCP client', redirect_uris: [this.redirectUrl], scope: SCOPES.join(' '), ...grants };
  }

  state(): string {
    return 'a state of the test';
  }

  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.#information;
  }

  saveClientInformation(information: OAuthClientInformationMixed): void {
    this.#information = information;
  }

  tokens(): OAuthTokens | undefined {
    return this.#tokens;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.#tokens = tokens;
    this.refreshTokens.push(tokens.refresh_token ?? 'none');
  }

  redirectToAuthorization(address: URL): void {
    this.address = address;
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier;
  }

  invalidateCredentials(what: string): void {
    if (what === 'tokens' || what === 'all') this.#tokens = undefined;
  }
}

const test = base.extend<Tools>({
  announces: ['', { option: true }],
  tools: async ({ workspace, announces }, use) => {
    const port = await freePort();
    const service = await workspace.createService('Tools', [['tools.use', 'Use tools', 'Use tools for you']]);
    await workspace.setResource(service, McpServer.resource(port).href);
    const api = await workspace.createClient({ name: 'Tools', type: 'service', scopes: ['introspect_tokens'] });
    const tools = await McpServer.start(await workspace.application(api), port, announces);
    await use(tools);
    await tools.stop();
  },
  client: async ({ workspace, tools: _ }, use) => {
    await use(await workspace.createClient({ name: 'MCP client', type: 'mobile_desktop', refreshTokens: true, scopes: SCOPES }));
  },
  kept: async ({ relyingParty, client }, use) => {
    await use(new Kept(relyingParty.redirectUri, { client_id: client.clientId, issuer: client.issuer }));
  },
});

/** Connects to the tools. */
async function connect(transport: StreamableHTTPClientTransport): Promise<McpClient> {
  const client = new McpClient({ name: 'client', version: '1.0.0' });
  await client.connect(transport as Transport);
  return client;
}

/** Calls a tool, and returns what it tells of the token. */
async function whoami(client: McpClient): Promise<unknown> {
  const { content } = await client.callTool({ name: 'whoami' });
  return JSON.parse((content as { text: string }[])[0]!.text);
}

test('the MCP SDK finds the server by the resource, signs a user in, refreshes at the same moment and one after the other, and begins again after a revocation; it revokes nothing and signs nobody out', async ({
  workspace,
  visitor,
  tools,
  client,
  kept,
}) => {
  const transport = () => new StreamableHTTPClientTransport(tools.url, { authProvider: kept });
  // Refused, it reads the resource's metadata and then the server's, and sends the user there.
  const refused = transport();
  await expect(connect(refused)).rejects.toThrow(UnauthorizedError);
  expect(kept.address?.searchParams.get('resource')).toBe(tools.url.href);
  expect(kept.address?.searchParams.get('scope')).toBe(SCOPES.join(' '));
  await visitor.goTo(kept.address!);
  await visitor.signIn();
  await visitor.decide('Allow');
  await refused.finishAuth((await visitor.returns(kept.state())).url.searchParams.get('code')!);
  const clients = [await connect(transport()), await connect(transport()), await connect(transport())];
  expect(await whoami(clients[0]!)).toEqual({ clientId: client.clientId, scopes: expect.arrayContaining(SCOPES), resource: tools.url.href });

  // It refreshes when the tools refuse its access token, which is made to end here by a revocation.
  const application = await workspace.application(client);
  const endAccess = async () => application.revoke(kept.tokens()!.access_token);
  await endAccess();
  await Promise.all(clients.map(whoami));
  expect(kept.refreshTokens.length, 'a sign-in and at least one refresh').toBeGreaterThan(1);
  expect(new Set(kept.refreshTokens).size, 'all have the same successor').toBe(2);

  await workspace.setTokens({ retry_window: '0' });
  for (const client of clients) {
    await endAccess();
    await whoami(client);
  }
  expect(new Set(kept.refreshTokens).size).toBe(5);

  await application.revoke(kept.tokens()!.refresh_token!);
  kept.address = undefined;
  await expect(whoami(clients[0]!)).rejects.toThrow(UnauthorizedError);
  expect(kept.address, 'the user is sent to sign in again').toBeDefined();
  for (const client of clients) await client.close();
});

test.describe('tools that announce scopes', () => {
  test.use({ announces: 'tools.use' });

  test('the MCP SDK asks for the scopes that the tools announce, in place of its own', async ({ tools, kept }) => {
    await expect(connect(new StreamableHTTPClientTransport(tools.url, { authProvider: kept }))).rejects.toThrow(UnauthorizedError);
    expect(kept.address?.searchParams.get('scope')).toBe('tools.use');
  });
});

test.describe('a workspace of the template', () => {
  test.use({ template: 'mcp' });

  test('the MCP SDK registers itself at a workspace that is set up as its guide says, signs a user in and refreshes', async ({
    workspace,
    administrator,
    visitor,
    relyingParty,
  }) => {
    const { page } = administrator;
    const port = await freePort();
    // docs/mcp.md: the server's own part, step by step.
    await administrator.open(workspace.path());
    await administrator.choose('Applications', 'Services');
    await page.getByRole('link', { name: 'New service' }).click();
    await administrator.expectHeading('New service');
    await administrator.field('Name').fill('Tools');
    await administrator.save('Create service');
    await administrator.expectHeading('Tools');
    await administrator.field('Resource identifier').fill(McpServer.resource(port).href);
    await administrator.save('Save identifier');
    await administrator.expectDone('The resource identifier was saved.');
    await administrator.field('Scope').fill('tools.use');
    await administrator.field('Display name').fill('Use tools');
    await administrator.field('What users read').fill('Use tools for you');
    await administrator.save('Add scope');
    await expect(page.getByRole('row').filter({ hasText: 'tools.use' })).toBeVisible();
    await administrator.choose('Settings', 'Client registration');
    await administrator.expectHeading('Client registration');
    const scopes = administrator.field('Scopes of registered clients');
    await scopes.fill(`${await scopes.inputValue()} tools.use`);
    await administrator.save();
    await administrator.expectSaved();
    const api = await workspace.createClient({ name: 'Tools', type: 'service', scopes: ['introspect_tokens'] });
    const tools = await McpServer.start(await workspace.application(api), port, 'tools.use offline_access');

    const kept = new Kept(relyingParty.redirectUri);
    const transport = () => new StreamableHTTPClientTransport(tools.url, { authProvider: kept });
    const refused = transport();
    await expect(connect(refused)).rejects.toThrow(UnauthorizedError);
    await visitor.goTo(kept.address!);
    await visitor.signIn();
    await visitor.decide('Allow');
    await refused.finishAuth((await visitor.returns(kept.state())).url.searchParams.get('code')!);
    const client = await connect(transport());
    const clientId = kept.clientInformation()!.client_id;
    expect(await whoami(client)).toEqual({ clientId, scopes: expect.arrayContaining(['tools.use']), resource: tools.url.href });
    const application = await workspace.application({ issuer: workspace.issuer, clientId, name: 'MCP client' });
    await application.revoke(kept.tokens()!.access_token);
    await whoami(client);
    expect(new Set(kept.refreshTokens).size, 'a sign-in and a refresh').toBe(2);
    await client.close();
    await tools.stop();
  });
});
