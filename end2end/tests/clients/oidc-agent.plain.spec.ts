import { OidcAgent } from '../../support/oidc-agent.ts';
import { test as base, expect } from '../../support/test.ts';

const test = base.extend<{ agent: OidcAgent }>({
  agent: async ({}, use) => {
    const agent = await OidcAgent.start();
    await use(agent);
    await agent.stop();
  },
});

test('oidc-agent, a public client, signs a user in and refreshes, also when it was started anew', async ({ workspace, administrator, visitor, agent, complaints }) => {
  // The agent's own page on loopback has no icon.
  complaints.expectOf(/^http:\/\/localhost:\d+\/favicon\.ico$/);
  const redirectUri = OidcAgent.redirectUris.join('\n');
  const client = await administrator.register(workspace, { name: 'oidc-agent', type: 'Mobile / desktop', redirectUri });
  await agent.generate(client, async (address) => {
    await visitor.goTo(address);
    await visitor.signIn();
    await visitor.decide('Allow');
  });
  const first = await agent.savedRefreshToken();
  const tokens = [await agent.token(), await agent.token('--force-new'), await agent.token('--force-new')];
  expect(await agent.savedRefreshToken(), 'a public client always gets a new one').not.toBe(first);
  await agent.sleep();
  await agent.wake();
  await agent.add();
  tokens.push(await agent.token('--force-new'));
  expect(new Set(tokens).size, 'each is a token of its own').toBe(tokens.length);
  for (const token of tokens) {
    const response = await fetch(`${workspace.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toMatchObject({ name: visitor.user.name });
  }
});
