import { ERROR_PAGE } from '../../support/raw.ts';
import { expect, test } from '../../support/test.ts';

/** What is told to the user, because nobody knows where else to. */
const unanswerable: [what: string, change: (query: URLSearchParams) => void, sentence: RegExp][] = [
  ['an unknown client', (query) => query.set('client_id', 'nobody'), /is not known/],
  ['a redirect URI that is not registered', (query) => query.set('redirect_uri', 'http://127.0.0.1:1/elsewhere'), /not registered/],
  ['no client', (query) => query.delete('client_id'), /did not say which it is/],
  ['a repeated parameter', (query) => query.append('state', 'another'), /malformed/],
];

for (const [what, change, sentence] of unanswerable) {
  test(`a request with ${what} is told to the user and leads nowhere`, async ({ workspace, visitor, complaints }) => {
    complaints.expectStatus(400);
    const application = await workspace.application();
    const { url } = await application.begin();
    change(url.searchParams);
    await visitor.goTo(url);
    await expect(visitor.page.getByRole('heading', { level: 1, name: 'This did not work' })).toBeVisible();
    await expect(visitor.page.getByRole('alert')).toHaveText(sentence);
    expect(new URL(visitor.page.url()).origin).toBe(new URL(workspace.issuer).origin);
    await application.signIn(visitor);
  });
}

/** What is told to the client. */
const answerable: [what: string, name: string, value: string | undefined, error: string][] = [
  ['another response type', 'response_type', 'token', 'unsupported_response_type'],
  ['no response type', 'response_type', undefined, 'invalid_request'],
  ['scopes of which the client has none', 'scope', 'phone address', 'invalid_scope'],
  ['a malformed scope', 'scope', 'openid "', 'invalid_scope'],
  ['a plain challenge', 'code_challenge_method', 'plain', 'invalid_request'],
  ['a challenge that is none', 'code_challenge', 'short', 'invalid_request'],
  ['an unknown prompt', 'prompt', 'sing', 'invalid_request'],
  ['prompt=none beside another', 'prompt', 'none consent', 'invalid_request'],
  ['an unknown response mode', 'response_mode', 'fragment', 'invalid_request'],
  ['a max_age that is no number', 'max_age', 'soon', 'invalid_request'],
  ['a request object', 'request', 'eyJhbGciOiJub25lIn0.e30.', 'invalid_request_object'],
  ['a request URI', 'request_uri', 'https://app.example.com/request', 'request_uri_not_supported'],
];

// Clauses: 40, 90, 126.
test('a request that is wrong in one way is shown, and answered to the client with its state and the issuer', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  for (const [what, name, value, error] of answerable) {
    const { url, state } = await application.begin();
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status, what).toBe(400);
    expect(response.headers.get('location'), what).toBeNull();
    // Nobody is signed in: the user goes on by a link that names the place.
    const link = /<a class="button" href="([^"]+)"/.exec(await response.text())?.[1] ?? '';
    const answer = new URL(link.replaceAll('&amp;', '&'));
    expect(`${answer.origin}${answer.pathname}`, what).toBe(application.relyingParty.redirectUri);
    expect(Object.fromEntries(answer.searchParams), what).toEqual({ error, error_description: expect.any(String), error_uri: expect.stringMatching(ERROR_PAGE), state, iss: workspace.issuer });
  }
  await application.signIn(visitor);
});

test('a page of the user can be framed by nobody, and is never stored', async ({ workspace }) => {
  const application = await workspace.application();
  const response = await fetch((await application.begin()).url);
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('a sign-in form that another site posts is refused', async ({ workspace, visitor }) => {
  const application = await workspace.application();
  const { url } = await application.begin();
  const page = await (await fetch(url)).text();
  const interaction = /name="interaction" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams({ interaction, identifier: visitor.user.identifier, password: visitor.user.password });
  const post = (headers: Record<string, string>) => fetch(`${workspace.issuer}/login`, { method: 'POST', headers, body, redirect: 'manual' });
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, {}]) expect((await post(headers)).status).toBe(403);
  expect((await post({ origin: new URL(workspace.issuer).origin })).status).toBe(303);
});
