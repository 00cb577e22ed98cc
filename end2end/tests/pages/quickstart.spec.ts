import { expect, test } from '../../support/test.ts';

test('the Quickstart has code with the client’s values, each to be copied', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  await administrator.open(workspace.path(`/clients/${client.clientId}/quickstart`));
  const main = page.getByRole('main');
  for (const language of ['curl', 'Rust', 'Node.js', 'Python', 'Go']) {
    const code = main.getByRole('region', { name: `code for ${language}` });
    if (language !== 'curl') await main.locator('summary').filter({ hasText: language }).click();
    await expect(code).toContainText(client.clientId);
    await expect(code).toContainText(workspace.issuer);
  }
  await expect(main).not.toContainText(client.secret ?? 'a client of this kind has a secret');
});
