import { networkInterfaces } from 'node:os';
import * as openid from 'openid-client';
import { RelyingParty } from '../../support/relying-party.ts';
import { test as base, expect } from '../../support/test.ts';

type Host = '127.0.0.1' | '::1';

const test = base.extend<{ chain: (...hosts: Host[]) => Promise<{ first: RelyingParty; last: RelyingParty }> }>({
  /** Makes sites of an application, each of which leads to the next. */
  chain: async ({}, use) => {
    const sites: RelyingParty[] = [];
    await use(async (...hosts) => {
      const last = await RelyingParty.start({ host: hosts.pop()! });
      sites.push(last);
      let first = last;
      for (const host of hosts.reverse()) sites.push((first = await RelyingParty.start({ host, leadsTo: first.redirectUri })));
      return { first, last };
    });
    for (const site of sites) await site.stop();
  },
});

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
const long = 'a-long-state-'.padEnd(2_500, '-');

/** The pages from which a browser leaves for a client, and the ways: a redirect, a page for what is too long for one, and a form. */
const departures: [string, Record<string, string>][] = [
  ['from the consent page, after the sign-in page', { state: 'first' }],
  ['from the sign-in page', { state: 'second', prompt: 'login' }],
  ['from the consent page, with a long answer', { state: `${long}1`, prompt: 'consent' }],
  ['from the sign-in page, with a long answer', { state: `${long}2`, prompt: 'login' }],
  ['from the consent page, in a form', { state: 'last', prompt: 'consent', response_mode: 'form_post' }],
];

const callbacks: [string, Host[]][] = [
  ['a callback that leads on to another origin', ['127.0.0.1', '127.0.0.1']],
  ['a callback that leads on by two other origins', ['127.0.0.1', '127.0.0.1', '127.0.0.1']],
  ['a callback on [::1]', ['::1']],
];

for (const [callback, hosts] of callbacks) {
  test(`${callback} is reached from each page of ours`, async ({ workspace, visitor, chain, javaScriptEnabled }) => {
    test.skip(hosts.includes('::1') && !hasIpv6, 'this machine has no ::1');
    const { first, last } = await chain(...hosts);
    const client = await workspace.createClient({ redirectUris: [first.redirectUri] });
    const application = await workspace.application(client);
    for (const [from, parameters] of departures) {
      await test.step(from, async () => {
        const begun = await application.begin({ parameters: { ...parameters, redirect_uri: first.redirectUri } });
        await visitor.goTo(begun.url);
        if (parameters['prompt'] !== 'consent') await visitor.signIn();
        if (parameters['prompt'] !== 'login') await visitor.decide('Allow');
        // The page posts itself; whoever has no JavaScript presses its button.
        if ('response_mode' in parameters && javaScriptEnabled === false) await visitor.page.getByRole('button', { name: 'Continue' }).click();
        await expect(visitor.page.getByRole('heading', { level: 1, name: 'Back at the application' })).toBeVisible();
        const { url, body } = last.arrival(begun.state);
        expect(url.searchParams.get('code') ?? new URLSearchParams(body).get('code')).toMatch(/^[\w-]{43}$/);
      });
    }
    await test.step('from the sign-out page', async () => {
      await visitor.goTo(openid.buildEndSessionUrl(application.configuration, { post_logout_redirect_uri: first.redirectUri, state: 'over' }));
      await visitor.page.getByRole('button', { name: 'Sign out' }).click();
      await expect(visitor.page.getByRole('heading', { level: 1, name: 'Back at the application' })).toBeVisible();
      expect(last.arrival('over').url.searchParams.get('state')).toBe('over');
    });
  });
}

for (const [way, parameters] of [
  ['in a redirect', {}],
  ['by a page with a link, because the answer is long', { state: long }],
] satisfies [string, Record<string, string>][]) {
  test(`an application behind a scheme of its own is called ${way}`, async ({ workspace, visitor }) => {
    const redirectUri = 'com.example.app:/callback';
    const client = await workspace.createClient({ type: 'mobile_desktop', redirectUris: [redirectUri] });
    const application = await workspace.application(client);
    const { page } = visitor;
    const begun = await application.begin({ parameters: { ...parameters, redirect_uri: redirectUri } });
    await visitor.goTo(begun.url);
    await visitor.signIn();
    const called = page.waitForEvent('requestfailed', (request) => request.url().startsWith(redirectUri));
    await visitor.decide('Allow');
    const request = await called;
    const { searchParams } = new URL(request.url());
    expect(searchParams.get('state')).toBe(begun.state);
    expect(searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    // It was handed to whatever program has the scheme, and here that is none. A policy that forbids it would say net::ERR_BLOCKED_BY_CSP.
    expect(request.failure()?.errorText).toBe('net::ERR_ABORTED');
    if (way.includes('link')) await expect(page.getByRole('link', { name: 'Continue' })).toHaveAttribute('href', request.url());
  });
}
