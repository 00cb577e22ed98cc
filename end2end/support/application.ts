import * as openid from 'openid-client';
import type { RelyingParty, Arrival } from './relying-party.ts';
import type { Visitor } from './visitor.ts';

/** A client as its developer knows it. */
export interface Registration {
  issuer: string;
  clientId: string;
  /** None for a public client. */
  secret?: string | undefined;
}

/** Tokens, as openid-client hands them over once it has checked them. */
export type Tokens = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;

/** An authorization request that is under way. */
export interface Begun {
  url: URL;
  verifier: string;
  state: string;
  nonce: string | undefined;
}

/** What an application asks for, and whether its user is asked. */
export interface Asking {
  scope?: string;
  /** Parameters beyond those that every request has. */
  parameters?: Record<string, string>;
  /** Is the request pushed to the server first, and the browser sent with a reference to it? */
  pushed?: boolean;
  /** Is the sign-in page expected? */
  signsIn?: boolean;
  /** Is the consent page expected, and what is answered? */
  consent?: 'Allow' | 'Deny' | 'not asked';
}

const EVERYTHING = 'openid profile email offline_access';

/** A real client: openid-client, certified by the OpenID Foundation. */
export class Application {
  readonly registration: Registration;
  readonly configuration: openid.Configuration;
  readonly relyingParty: RelyingParty;
  #proving: openid.DPoPOptions = {};

  private constructor(registration: Registration, configuration: openid.Configuration, relyingParty: RelyingParty) {
    this.registration = registration;
    this.configuration = configuration;
    this.relyingParty = relyingParty;
  }

  static async discover(
    registration: Registration,
    relyingParty: RelyingParty,
    options: { authentication?: openid.ClientAuth; algorithm?: 'oidc' | 'oauth2' } = {},
  ): Promise<Application> {
    const { issuer, clientId, secret } = registration;
    const authentication = options.authentication ?? (secret === undefined ? openid.None() : openid.ClientSecretBasic(secret));
    const configuration = await openid.discovery(new URL(issuer), clientId, undefined, authentication, {
      algorithm: options.algorithm ?? 'oidc',
      // Plain HTTP is for loopback alone, and this is loopback.
      execute: [openid.allowInsecureRequests],
    });
    return new Application(registration, configuration, relyingParty);
  }

  /** Makes a key of its own, and proves possession of it with every request from now on. */
  async holdKey(algorithm = 'ES256'): Promise<void> {
    this.#proving = { DPoP: openid.getDPoPHandle(this.configuration, await openid.randomDPoPKeyPair(algorithm)) };
  }

  /** Proves nothing any more. */
  loseKey(): void {
    this.#proving = {};
  }

  /** The thumbprint of its key, for `dpop_jkt`. */
  async thumbprint(): Promise<string> {
    return (await this.#proving.DPoP?.calculateThumbprint()) ?? '';
  }

  /** Begins an authorization request, with PKCE, state and nonce. */
  async begin({ scope = EVERYTHING, parameters = {}, pushed = false }: Asking = {}): Promise<Begun> {
    const verifier = openid.randomPKCECodeVerifier();
    const state = parameters['state'] ?? openid.randomState();
    const nonce = scope.split(' ').includes('openid') ? openid.randomNonce() : undefined;
    const all = {
      redirect_uri: this.relyingParty.redirectUri,
      scope,
      state,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(nonce === undefined ? {} : { nonce }),
      ...parameters,
    };
    const url = pushed
      ? await openid.buildAuthorizationUrlWithPAR(this.configuration, all, this.#proving)
      : openid.buildAuthorizationUrl(this.configuration, all);
    return { url, verifier, state, nonce };
  }

  /** Leads a user through the pages; returns what the browser brought back. */
  async lead(visitor: Visitor, begun: Begun, { signsIn = true, consent = 'Allow' }: Asking = {}): Promise<Arrival> {
    await visitor.goTo(begun.url);
    if (signsIn) await visitor.signIn();
    if (consent !== 'not asked') await visitor.decide(consent);
    return visitor.returns(begun.state);
  }

  /** Exchanges the code that came back. */
  async exchange(begun: Begun, arrival: Arrival): Promise<Tokens> {
    const { url, method, body } = arrival;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = method === 'POST' ? new Request(url, { method, body, headers }) : url;
    const checks = {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
      ...(begun.nonce === undefined ? {} : { expectedNonce: begun.nonce, idTokenExpected: true }),
    };
    return openid.authorizationCodeGrant(this.configuration, response, checks, undefined, this.#proving);
  }

  /** The whole way, from the application's button to its tokens. */
  async signIn(visitor: Visitor, asking: Asking = {}): Promise<Tokens> {
    const begun = await this.begin(asking);
    return this.exchange(begun, await this.lead(visitor, begun, asking));
  }

  /** The same, for one that is to bring a refresh token. */
  async signInForRefreshToken(visitor: Visitor, asking: Asking = {}): Promise<Tokens & { refresh_token: string }> {
    return withRefreshToken(await this.signIn(visitor, asking));
  }

  async refresh(refreshToken: string, scope?: string): Promise<Tokens & { refresh_token: string }> {
    return this.refreshWith(refreshToken, scope === undefined ? {} : { scope });
  }

  /** Refreshes with parameters beyond the token. */
  async refreshWith(refreshToken: string, parameters: Record<string, string>): Promise<Tokens & { refresh_token: string }> {
    return withRefreshToken(await openid.refreshTokenGrant(this.configuration, refreshToken, parameters, this.#proving));
  }

  async introspect(token: string): Promise<openid.IntrospectionResponse> {
    return openid.tokenIntrospection(this.configuration, token);
  }

  async revoke(token: string, hint?: string): Promise<void> {
    return openid.tokenRevocation(this.configuration, token, hint === undefined ? {} : { token_type_hint: hint });
  }

  async userinfo(tokens: Tokens): Promise<openid.UserInfoResponse> {
    return openid.fetchUserInfo(this.configuration, tokens.access_token, openid.skipSubjectCheck, this.#proving);
  }
}

function withRefreshToken(tokens: Tokens): Tokens & { refresh_token: string } {
  if (tokens.refresh_token === undefined) throw new Error('there is no refresh token among the tokens');
  return Object.assign(tokens, { refresh_token: tokens.refresh_token });
}

/** What a refused request says, as openid-client reads it. */
export function refusal(error: string, status = 400): Record<string, unknown> {
  return { name: 'ResponseBodyError', error, status };
}
