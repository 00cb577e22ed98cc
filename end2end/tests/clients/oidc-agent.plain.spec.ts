import { expectEnded } from '../../support/ended.ts';
import { OidcAgent } from '../../support/oidc-agent.ts';
import { test as base, expect } from '../../support/test.ts';

const test = base.extend<{ agent: OidcAgent }>({
  agent: async ({}, use) => {
    const agent = await OidcAgent.start();
    await use(agent);
    await agent.stop();
  },
});

test('oidc-agent, a public client, signs a user in, refreshes, also at the same moment and when it was started anew, and revokes; it signs nobody out', async ({
  workspace,
  administrator,
  visitor,
  agent,
  complaints,
}) => {
  // The agent's own page on loopback has no icon.
  complaints.expectOf(/^http:\/\/localhost:\d+\/favicon\.ico$/);
  const redirectUri = OidcAgent.redirectUris.join('\n');
  const client = await administrator.register(workspace, { name: 'oidc-agent', type: 'Mobile / desktop', redirectUri });
  await agent.generate(client, async (address) => {
    await visitor.goTo(address);
    await visitor.signIn();
    await visitor.decide('Allow');
  });
  const saved = [await agent.savedRefreshToken()];
  const tokens = [await agent.token(), ...(await Promise.all(Array.from({ length: 4 }, () => agent.token('--force-new'))))];
  saved.push(await agent.savedRefreshToken());
  await workspace.setTokens({ retry_window: '0' });
  for (let refreshes = 0; refreshes < 2; refreshes += 1) {
    tokens.push(await agent.token('--force-new'));
    saved.push(await agent.savedRefreshToken());
  }
  await agent.sleep();
  await agent.wake();
  await agent.add();
  tokens.push(await agent.token('--force-new'));
  saved.push(await agent.savedRefreshToken());
  expect(new Set(saved).size, 'a public client always gets a new refresh token').toBe(5);
  expect(new Set(tokens).size, 'each access token is one of its own').toBe(tokens.length);
  for (const token of tokens) {
    const response = await fetch(`${workspace.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toMatchObject({ name: visitor.user.name });
  }
  await agent.delete();
  await expectEnded(await workspace.application(client), { access_token: tokens.at(-1)!, refresh_token: saved.at(-1)! });
});
