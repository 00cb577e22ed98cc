import { expect, test } from '../../support/test.ts';

test('the resource server behind a service is named by its address', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  const orders = await workspace.createService('Orders', [['orders.read', 'Read orders', 'See what you ordered']]);
  await workspace.setResource(await workspace.createService('Billing', []), 'https://billing.example.com/');
  await administrator.open(orders);
  const identifier = administrator.field('Resource identifier');
  for (const [typed, message] of [
    ['orders.example.com', 'Type an absolute address without a # part, such as https://api.example.com/orders.'],
    ['https://billing.example.com/', 'This is taken already. Choose another.'],
  ] as const) {
    await identifier.fill(typed);
    await administrator.save('Save identifier');
    await expect(identifier).toHaveAccessibleDescription(new RegExp(message.replace(/[.#]/g, '\\$&')));
    await expect(identifier).toHaveValue(typed);
  }
  await identifier.fill('https://orders.example.com/');
  await administrator.save('Save identifier');
  await administrator.expectDone('The resource identifier was saved.');
  await administrator.open(orders);
  await expect(identifier).toHaveValue('https://orders.example.com/');
  await expect(page.getByRole('row').filter({ hasText: 'orders.read' })).toBeVisible();
});

test('a client is registered for bound tokens, and a workspace for nonces', async ({ workspace, administrator, page }) => {
  const client = await workspace.createClient({ refreshTokens: true });
  for (const [path, label] of [
    [`/clients/${client.clientId}/oauth`, 'DPoP-bound access tokens'],
    ['/auth-server/tokens', 'Require a nonce'],
  ] as const) {
    const box = page.getByRole('checkbox', { name: label });
    await administrator.open(workspace.path(path));
    await expect(box).not.toBeChecked();
    await administrator.tick(box);
    await administrator.save();
    await administrator.expectSaved();
    await administrator.open(workspace.path(path));
    await expect(box).toBeChecked();
  }
});
