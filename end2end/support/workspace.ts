import type { ClientAuth } from 'openid-client';
import { Application, type Registration } from './application.ts';
import type { Forms, Sent } from './forms.ts';
import { TENANT } from './installation.ts';
import type { RelyingParty } from './relying-party.ts';
import type { User } from './visitor.ts';

type Fields = [string, string][];

/** What kind of client is wanted. */
export interface ClientOptions {
  name?: string;
  type?: 'server_side_web' | 'single_page' | 'mobile_desktop' | 'service';
  /** Are both of the client's own switches on: the grant, and offline access? */
  refreshTokens?: boolean;
  /** The grants, where they are not those that follow from the above. */
  grantTypes?: string[];
  /** The scopes, where they are not those that follow from the above. */
  scopes?: string[];
  /** Where users may come back to, signed in or signed out, where that is not the application's own site. */
  redirectUris?: string[];
  authentication?: 'client_secret_basic' | 'client_secret_post' | 'none';
  trusted?: boolean;
  /** Does it get tokens that are bound to a key, and no others? */
  dpopBound?: boolean;
  rotation?: '' | 'always' | 'public_clients' | 'never';
}

/** A client as its administrator knows it. */
export interface Client extends Registration {
  name: string;
}

const TOKENS = {
  access_token_ttl: '1h',
  refresh_token_ttl: '30d',
  id_token_ttl: '1h',
  authorization_code_ttl: '10m',
  access_token_format: 'jwt',
  id_token_signed_response_alg: 'RS256',
  access_token_signing_alg: 'ES256',
  refresh_token_idle_ttl: '0',
  rotation: 'always',
  retry_window: '30s',
  family_limit: '0',
  family_limit_rule: 'evict_oldest',
  end_on_password_change: 'true',
  dpop_nonce_required: 'false',
  announce_refresh_token_expiration: 'true',
  refreshes_kept_for: '30d',
  decisions_kept_for: '180d',
  ended_tokens_kept_for: '30d',
};

/** A workspace that belongs to one test. */
export class Workspace {
  readonly #forms: Forms;
  readonly #relyingParty: RelyingParty;
  readonly slug: string;
  readonly name: string;
  readonly issuer: string;

  private constructor(forms: Forms, relyingParty: RelyingParty, slug: string, name: string) {
    this.#forms = forms;
    this.#relyingParty = relyingParty;
    this.slug = slug;
    this.name = name;
    this.issuer = `${forms.url}/${TENANT}/${slug}`;
  }

  static async create(forms: Forms, relyingParty: RelyingParty, slug: string, name = slug, template = 'standard'): Promise<Workspace> {
    const workspace = new Workspace(forms, relyingParty, slug, name);
    await forms.send('create_workspace', [['tenant', TENANT], ['typed[name]', workspace.name], ['typed[slug]', slug], ['typed[template]', template]]);
    return workspace;
  }

  /** The address of one of its pages in the console. */
  path(below = ''): string {
    return `/console/${TENANT}/${this.slug}${below}`;
  }

  /** Adds a user; returns the address of their page. */
  async createUser({ identifier, name, password }: User): Promise<string> {
    const email = identifier.includes('@') ? identifier : '';
    const typed: Fields = [['typed[identifier]', identifier], ['typed[name]', name], ['typed[email]', email]];
    const { location } = await this.#send('create_user', [...typed, ['password', password]]);
    return location.replace(/\?.*/, '');
  }

  /** Makes a service with these scopes, each with its display name and what users read; returns the address of its page. */
  async createService(name: string, scopes: [string, string, string][]): Promise<string> {
    const path = (await this.#send('create_service', [['typed[name]', name]])).location.replace(/\?.*/, '');
    const service = path.slice(path.lastIndexOf('/') + 1);
    for (const [scope, displayName, description] of scopes) {
      const typed: Fields = [['typed[scope]', scope], ['typed[display_name]', displayName], ['typed[description]', description]];
      await this.#send('add_service_scope', [['service', service], ...typed]);
    }
    return path;
  }

  /** Makes a type of authorization details, and returns the address of its page. */
  async createDetailsType(name: string, title: string, schema: object): Promise<string> {
    const typed: Fields = [['typed[type_name]', name], ['typed[title]', title], ['typed[schema]', JSON.stringify(schema)], ['typed[enabled]', 'true']];
    return (await this.#send('create_details_type', typed)).location.replace(/\?.*/, '');
  }

  /** Pins the document of a client, and returns the address of its page. */
  async pinDocument(document: object): Promise<string> {
    return (await this.#send('pin_document', [['typed[document]', JSON.stringify(document)]])).location.replace(/\?.*/, '');
  }

  /** Says which resource server is behind the service of this page. */
  async setResource(servicePath: string, resource: string): Promise<void> {
    const service = servicePath.slice(servicePath.lastIndexOf('/') + 1);
    await this.#send('set_service_resource', [['service', service], ['typed[resource]', resource]]);
  }

  /** Allows these grant types, and no others, whatever that pauses. */
  async setGrantTypes(...grantTypes: string[]): Promise<void> {
    await this.#send('set_allowed_grant_types', [...(await this.#version()), ['pausing', 'true'], ...grantTypes.map((grant): [string, string] => ['typed[grant_types][]', grant])]);
  }

  /** Sets the token settings, for new refresh tokens: the defaults, but for these. */
  async setTokens(changes: Partial<typeof TOKENS>): Promise<void> {
    const tokens = { ...TOKENS, ...changes };
    const fields = Object.entries(tokens).map(([name, value]): [string, string] => [`typed[${name}]`, value]);
    const decided: Fields = [
      ['decided[reach]', 'new_tokens'],
      ['decided[lifetimes][refresh_token_ttl]', tokens.refresh_token_ttl],
      ['decided[lifetimes][refresh_token_idle_ttl]', tokens.refresh_token_idle_ttl],
    ];
    const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'].map((algorithm): [string, string] => ['typed[signing_algorithms][]', algorithm]);
    await this.#send('set_token_settings', [...(await this.#version()), ...fields, ...algorithms, ...decided]);
  }

  /** Sets how users sign in: the defaults, but for these switches. */
  async setSignIn(switches: Record<string, boolean>): Promise<void> {
    const all = { password_reset: true, registration: false, confirm_registrations: true, account_deletion: false, ...switches };
    const on = Object.entries(all).filter(([, on]) => on).map(([name]): [string, string] => [`typed[${name}]`, 'true']);
    await this.#send('set_sign_in_settings', [...(await this.#version()), ['typed[minimum_password_strength]', 'good'], ...on]);
  }

  /** Trusts an issuer, whose keys are at an address that nobody asks. */
  async trustIssuer(id: string): Promise<void> {
    await this.#send('add_trusted_issuer', [
      ['typed[id]', id],
      ['typed[issuer]', `https://${id}.example.com`],
      ['typed[enabled]', 'true'],
      ['typed[jwks_uri]', `https://${id}.example.com/keys`],
      ['typed[algorithms][]', 'ES256'],
      ['typed[assertion_kinds][]', 'id_jag'],
      ['typed[any_client]', 'true'],
      ['typed[subject_claim]', 'sub'],
      ['typed[subject_match]', 'user_name'],
      ['typed[scopes]', 'openid'],
      ['typed[assertion_ttl]', '5m'],
    ]);
  }

  /** Links a subject of a trusted issuer to the user of this page. */
  async linkSubject(userPath: string, issuer: string, subject: string): Promise<void> {
    const user = userPath.slice(userPath.lastIndexOf('/') + 1);
    await this.#send('link_subject', [['user', user], ['typed[issuer]', issuer], ['typed[subject]', subject]]);
  }

  /** Makes a client. Without more said, it is one that signs users in and cannot get refresh tokens. */
  async createClient(options: ClientOptions = {}): Promise<Client> {
    const { name = 'Demo shop', type = 'server_side_web', refreshTokens = false, trusted = false, dpopBound = false, rotation = '' } = options;
    const service = type === 'service';
    const {
      grantTypes = service ? ['client_credentials'] : ['authorization_code', ...(refreshTokens ? ['refresh_token'] : [])],
      scopes = service ? [] : ['openid', 'profile', 'email', ...(refreshTokens ? ['offline_access'] : [])],
      authentication = type === 'server_side_web' || service ? 'client_secret_basic' : 'none',
    } = options;
    const created = await this.#send('create_client', [['typed[name]', name], ['typed[client_type]', type]]);
    const clientId = /\/clients\/([^/?]+)/.exec(created.location)?.[1];
    if (clientId === undefined) throw new Error(`create_client led to ${created.location}`);

    const oauth = await this.#send('set_client_oauth', [
      ['client', clientId],
      ['version', '1'],
      ...grantTypes.map((grant): [string, string] => ['typed[grant_types][]', grant]),
      ['typed[redirect_uris]', (options.redirectUris ?? (service ? [] : [this.#relyingParty.redirectUri])).join('\n')],
      ['typed[post_logout_redirect_uris]', (options.redirectUris ?? (service ? [] : [this.#relyingParty.signedOutUri])).join('\n')],
      ['typed[token_endpoint_auth_method]', authentication],
      ...(trusted ? ([['typed[trusted]', 'true']] satisfies Fields) : []),
      ...(dpopBound ? ([['typed[dpop_bound_access_tokens]', 'true']] satisfies Fields) : []),
    ]);
    const versionAfter = ({ location }: Sent) => new URL(location, this.issuer).searchParams.get('version') ?? '';
    const ticked = scopes.map((scope): [string, string] => ['typed[scopes][]', scope]);
    const scoped = await this.#send('set_client_scopes', [['client', clientId], ['version', versionAfter(oauth)], ...ticked]);
    if (rotation !== '') {
      await this.#send('set_client_token_policy', [['client', clientId], ['version', versionAfter(scoped)], ['typed[rotation]', rotation]]);
    }
    return { issuer: this.issuer, clientId, name, secret: created.secret?.replace(`${clientId}.`, '') };
  }

  /** The application of a client; of one that can get refresh tokens, unless another is named. */
  async application(client?: Client, authentication?: ClientAuth): Promise<Application> {
    const registration = client ?? (await this.createClient({ refreshTokens: true }));
    return Application.discover(registration, this.#relyingParty, authentication === undefined ? {} : { authentication });
  }

  async #version(): Promise<Fields> {
    return [['version', await this.#forms.version(this.path('/settings/general'))]];
  }

  async #send(name: string, fields: Fields): Promise<Sent> {
    return this.#forms.send(name, [['path[tenant]', TENANT], ['path[workspace]', this.slug], ...fields]);
  }
}
