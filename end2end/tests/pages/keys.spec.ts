import { expectWellMade } from '../../support/look.ts';
import { expect, test } from '../../support/test.ts';

test('a key is rotated, and the one before it stays published', async ({ workspace, administrator, page, javaScriptEnabled }) => {
  const published = async (): Promise<string[]> => {
    const response = await fetch(`${workspace.issuer}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid);
  };
  await administrator.open(workspace.path());
  await administrator.choose('Auth Server', 'Keys');
  await administrator.expectHeading('Keys');
  const keys = page.getByRole('table', { name: 'Signing keys' });
  const current = keys.getByRole('row').filter({ hasText: 'ES256' }).filter({ hasText: 'Current' });
  const before = await current.getByRole('code').textContent();
  // The server may have published a next key by now, and then it is a matter of when.
  await current.getByRole('button', { name: /^Rotate/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Rotate the key of ES256/ });
  await expectWellMade(page, javaScriptEnabled !== false);
  await dialog.getByRole('button', { name: /^Rotate/ }).click();
  await administrator.expectDone('The key was rotated. The next one signs now.');
  await expect(current.getByRole('code')).not.toHaveText(before ?? '');
  const retired = keys.getByRole('row').filter({ hasText: before ?? '' });
  await expect(retired).toContainText('Retired');
  await expect(retired).toContainText('Published until');
  expect(await published()).toContain(before);

  await retired.getByRole('link', { name: 'Revoke' }).click();
  await administrator.expectHeading('Revoke this key?');
  await expect(page.getByRole('main')).toContainText('no active access token is known');
  await expect(page.getByRole('main')).toContainText('Refresh tokens are opaque and stay active');
  await expectWellMade(page, javaScriptEnabled !== false);
  await administrator.save('Revoke key');
  await administrator.expectDone('The key was revoked. Nothing that it signed is accepted any more.');
  await expect(keys.getByRole('row').filter({ hasText: before ?? '' })).toContainText('Revoked');
  expect(await published()).not.toContain(before);
});

test('the period of rotation is a field, and another algorithm can be published before it is chosen', async ({ workspace, administrator, page, complaints }) => {
  complaints.expectStatus(422);
  await administrator.open(workspace.path('/auth-server/keys'));
  await administrator.field('Rotate after').fill('5 hours');
  await administrator.save();
  await expect(page.getByRole('main')).toContainText('Choose between 1 day and 2 years, or 0 for none.');
  await expect(administrator.field('Rotate after')).toHaveValue('5 hours');
  await administrator.field('Rotate after').fill('30d');
  await administrator.save();
  await administrator.expectSaved();
  await expect(administrator.field('Rotate after')).toHaveValue('30d');

  const eddsa = page.getByRole('heading', { name: 'EdDSA' }).locator('xpath=../..');
  await eddsa.getByRole('button', { name: 'Publish a key' }).click();
  await administrator.expectDone('The key was published.');
  await expect(page.getByRole('table', { name: 'Signing keys' }).getByRole('row').filter({ hasText: 'EdDSA' })).toContainText('Next');
});
