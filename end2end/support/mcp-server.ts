import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer as ToolServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { OAuthMetadata } from '@modelcontextprotocol/sdk/shared/auth.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Application } from './application.ts';

/** What the SDK's checks leave with a request. */
type Authorized = IncomingMessage & { auth?: AuthInfo; body?: unknown };

/** A server of tools, made by the MCP SDK: it says by which authorization server it is protected (RFC 9728), and asks that one about tokens. */
export class McpServer {
  readonly #server: Server;
  /** Where its tools are: the resource that tokens are for. */
  readonly url: URL;

  private constructor(server: Server, url: URL) {
    this.#server = server;
    this.url = url;
  }

  /** The resource of a server on this port. */
  static resource(port: number): URL {
    return new URL(`http://127.0.0.1:${port}/mcp`);
  }

  /** Starts it. `api` is the client by which it introspects; what it announces are scopes, with a space between two. */
  static async start(api: Application, port: number, announces = ''): Promise<McpServer> {
    const url = McpServer.resource(port);
    const application = createMcpExpressApp();
    const oauthMetadata = api.configuration.serverMetadata() as unknown as OAuthMetadata;
    const scopes = announces === '' ? {} : { scopesSupported: announces.split(' ') };
    application.use(mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl: url, ...scopes }));
    const protects = requireBearerAuth({
      verifier: { verifyAccessToken: (token) => introspect(api, token) },
      resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(url),
      expectedResource: url,
    });
    application.post('/mcp', protects, (request: Authorized, response: ServerResponse) => void serve(request, response));
    application.get('/mcp', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(405).end());
    const server = createServer(application as RequestListener);
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
    return new McpServer(server, url);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

/** Asks the authorization server what a token is. */
async function introspect(api: Application, token: string): Promise<AuthInfo> {
  const { active, client_id = '', scope = '', exp = 0, aud } = await api.introspect(token);
  if (!active) throw new InvalidTokenError('the token is not active');
  return { token, clientId: client_id, scopes: scope.split(' '), expiresAt: exp, resource: new URL(String(aud)) };
}

/** Answers one request, without a session, as the SDK's example of a stateless server does. */
async function serve(request: Authorized, response: ServerResponse): Promise<void> {
  const tools = new ToolServer({ name: 'tools', version: '1.0.0' });
  tools.registerTool('whoami', { description: 'Tells what the token is' }, ({ authInfo }) => {
    const { clientId, scopes, resource } = authInfo!;
    return { content: [{ type: 'text', text: JSON.stringify({ clientId, scopes, resource }) }] };
  });
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.on('close', () => void tools.close());
  await tools.connect(transport as Transport);
  await transport.handleRequest(request, response, request.body);
}
