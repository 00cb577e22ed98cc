import { Administrator } from '../../support/administrator.ts';
import { Installation } from '../../support/installation.ts';
import { expectWellMade } from '../../support/look.ts';
import { MailSink } from '../../support/mail-sink.ts';
import { expect, test } from '../../support/test.ts';

test('a mail server is set, tried with a test mail, and removed', async ({ newBrowser, complaints, javaScriptEnabled }, { project, workerIndex }) => {
  complaints.expectStatus(422);
  const scripts = javaScriptEnabled !== false;
  // One that sends its mail: the others of the tests write it to a directory.
  const installation = await Installation.start(`mail-${project.name}-${workerIndex}`, { sendsMail: true });
  const sink = await MailSink.start();
  try {
    const page = await newBrowser();
    const administrator = new Administrator(page, scripts);
    await administrator.open(await installation.createAdministrator('ada@acme.example', 'Ada Administrator'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await administrator.expectHeading('Workspaces');
    await administrator.open(`${installation.url}/console/acme/-/settings`);
    await administrator.chooseOfTenant('Mail');
    await administrator.expectHeading('Mail');
    await expect(page.getByRole('main')).toContainText('There is no mail server yet, so no mail is sent.');
    await expect(page.getByRole('region', { name: 'Test mail' })).toBeHidden();

    await administrator.field('Host').fill('smtp example');
    await administrator.field('Port').fill('0');
    await administrator.field('User name').fill('acme');
    await administrator.field('Password').fill(sink.password);
    await administrator.field('E-mail').fill('no-reply@acme.example');
    await administrator.field('Name').fill('Acme');
    await administrator.save();
    await expect(administrator.field('Host')).toHaveAttribute('aria-invalid', 'true');
    await expect(administrator.field('Port')).toHaveAttribute('aria-invalid', 'true');
    await expect(administrator.field('Host')).toHaveValue('smtp example');
    await expect(administrator.field('Password')).toHaveValue('');
    await expectWellMade(page, scripts);

    await administrator.field('Host').fill('127.0.0.1');
    await administrator.field('Port').fill(String(sink.port));
    await administrator.field('Encryption').selectOption({ label: 'None (mail and password travel in the clear)' });
    await administrator.field('Password').fill('not the password');
    await administrator.save();
    await administrator.expectDone('The mail server was saved.');
    await expect(administrator.field('Password')).toHaveValue('');
    await expectWellMade(page, scripts);

    await administrator.field('To').fill('ada@acme.example');
    await administrator.save('Send test mail');
    await expect(administrator.field('To')).toHaveAccessibleDescription(/The mail server refused the user name or the password\./);
    await expect(administrator.field('To')).toHaveValue('ada@acme.example');
    expect(sink.taken).toEqual([]);

    await administrator.field('Password').fill(sink.password);
    await administrator.save();
    await administrator.expectDone('The mail server was saved.');
    await administrator.field('To').fill('ada@acme.example');
    await administrator.save('Send test mail');
    await administrator.expectDone('The mail server took the test mail.');
    expect(sink.taken).toHaveLength(1);
    const [mail] = sink.taken;
    expect(mail).toMatchObject({ account: `acme:${sink.password}`, from: 'FROM:<no-reply@acme.example>', to: 'TO:<ada@acme.example>' });
    expect(mail?.content).toContain('Subject: Test mail of Acme');

    await administrator.open(`${installation.url}/console/acme/-/log`);
    await expect(page.getByRole('main')).toContainText('Mail server changed');
    await expect(page.getByRole('main')).not.toContainText(sink.password);
    await administrator.open(`${installation.url}/console/acme/-/mail`);
    await page.getByRole('button', { name: 'Remove mail server' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await administrator.expectDone('The mail server was removed.');
    await expect(page.getByRole('main')).toContainText('There is no mail server yet, so no mail is sent.');
    installation.expectNoTokenInDatabase();
    installation.expectGoodLog();
  } finally {
    await sink.stop();
    await installation.stop();
  }
});
