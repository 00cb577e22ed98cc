import * as openid from 'openid-client';
import type { Application, Begun } from '../../support/application.ts';
import { expect, test } from '../../support/test.ts';
import type { Visitor } from '../../support/visitor.ts';

test.use({ behindNginx: true });

/** The longest request line that nginx takes (`large_client_header_buffers`), without `GET` and `HTTP/1.1`. */
const LONGEST_ADDRESS = 8192 - 'GET  HTTP/1.1\r\n'.length;

/** A state of this length. */
const state = (length: number) => openid.randomState().padEnd(length, 'x');

/** An authorization request whose address is as long as nginx lets in. */
async function longest(application: Application): Promise<Begun> {
  const { url } = await application.begin();
  const room = LONGEST_ADDRESS - (url.pathname + url.search).length + url.searchParams.get('state')!.length;
  return application.begin({ parameters: { state: state(room) } });
}

/** Opens an authorization request as a form of the application's, which has no limit of length. */
async function post(visitor: Visitor, { url }: Begun, signedOut: string): Promise<void> {
  await visitor.page.goto(signedOut);
  const fields = [...url.searchParams].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  await visitor.page.setContent(`<form method="post" action="${url.origin}${url.pathname}">${fields.join('')}<button>Begin</button></form>`);
  await visitor.page.getByRole('button', { name: 'Begin' }).click();
}

test('behind nginx, the whole walk is walked, with a state of any length', async ({ workspace, administrator, visitor, relyingParty, javaScriptEnabled }) => {
  const { redirectUri, signedOutUri } = relyingParty;
  // The administrator has signed in by nginx, too, and turns the switches on.
  const client = await administrator.register(workspace, { name: 'Webshop', type: 'Server-side web', redirectUri, signedOutUri });
  const application = await workspace.application(client);

  const first = await test.step('a state of 2,500 characters', async () => {
    const begun = await application.begin({ parameters: { state: state(2_500) } });
    return application.exchange(begun, await application.lead(visitor, begun));
  });
  expect((await application.refresh(first.refresh_token!)).refresh_token).not.toBe(first.refresh_token);

  await test.step('the longest state that nginx lets in', async () => {
    const begun = await longest(application);
    expect(begun.state.length).toBeGreaterThan(7_500);
    const arrival = await application.lead(visitor, begun, { signsIn: false, consent: 'not asked' });
    await application.exchange(begun, arrival);
  });

  const last = await test.step('a state of 8,000 characters in a form, through each page', async () => {
    const begun = await application.begin({ parameters: { state: state(8_000), prompt: 'login consent' } });
    await post(visitor, begun, signedOutUri);
    // What another site posts is posted once more by a page of ours, which needs its button where nothing has scripts.
    if (javaScriptEnabled === false) await visitor.page.getByRole('button', { name: 'Continue' }).click();
    await visitor.signIn();
    await visitor.decide('Allow');
    const tokens = await application.exchange(begun, await visitor.returns(begun.state));
    expect((await application.userinfo(tokens)).sub).toBe(first.claims()?.sub);
    return tokens;
  });

  await test.step('the sign-out', async () => {
    const parting = { id_token_hint: last.id_token!, post_logout_redirect_uri: signedOutUri, state: state(2_500) };
    await visitor.goTo(openid.buildEndSessionUrl(application.configuration, parting));
    await expect(visitor.page.getByRole('heading', { level: 1, name: 'Signed out' })).toBeVisible();
    expect(relyingParty.arrival(parting.state).url.pathname).toBe('/signed-out');
  });
});
