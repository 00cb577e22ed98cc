import type { Browser } from '@playwright/test';
import type { Forms } from './forms.ts';
import type { RelyingParty } from './relying-party.ts';
import { grace, Visitor } from './visitor.ts';
import { Workspace, type Client } from './workspace.ts';

/** A workspace in which something of everything is there to be looked at. Nobody changes it. */
export interface Gallery {
  workspace: Workspace;
  shop: Client;
  singlePage: Client;
  service: Client;
  /** A service that an administrator made, by its page's address. */
  orders: string;
  /** A type of authorization details, by its page's address. */
  detailsType: string;
  /** A pinned document, by its page's address. */
  pinnedDocument: string;
  /** A user, by their page's address. */
  user: string;
}

/** Furnishes it by way of the front door: users sign in, clients refresh, and one of them gets robbed. */
export async function furnish(forms: Forms, relyingParty: RelyingParty, browser: Browser): Promise<Gallery> {
  const workspace = await Workspace.create(forms, relyingParty, 'gallery', 'Production');
  const user = await workspace.createUser(grace);
  await workspace.createUser({ identifier: 'alan@acme.example', name: 'Alan Turing', password: 'can machines think' });
  const shop = await workspace.createClient({ refreshTokens: true });
  const singlePage = await workspace.createClient({ name: 'Dashboard', type: 'single_page' });
  await workspace.createClient({ name: 'Field app', type: 'mobile_desktop', refreshTokens: true });
  const service = await workspace.createClient({ name: 'Billing', type: 'service', scopes: ['introspect_tokens'] });
  const orders = await workspace.createService('Orders', [['orders.read', 'Read orders', 'See what you ordered']]);
  const detailsType = await workspace.createDetailsType('payment', 'Make a payment', { properties: { amount: { type: 'string', title: 'Amount' } } });
  const pinnedDocument = await workspace.pinDocument({
    client_id: 'https://notes.example.com/client.json',
    client_name: 'Notes',
    redirect_uris: ['https://notes.example.com/callback'],
  });

  await workspace.trustIssuer('idp');
  await workspace.linkSubject(user, 'idp', '00u1a2b3c4');

  await workspace.setTokens({ retry_window: '0' });
  const application = await workspace.application(shop);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const visitor = new Visitor(await context.newPage(), grace, relyingParty);
  const stolen = await application.signInForRefreshToken(visitor);
  const again = { signsIn: false, consent: 'not asked' } as const;
  for (let tokens = stolen, count = 0; count < 3; count += 1) tokens = await application.refresh(tokens.refresh_token, count === 1 ? 'openid' : undefined);
  await application.refresh(stolen.refresh_token).catch(() => undefined);
  await application.revoke((await application.signInForRefreshToken(visitor, again)).refresh_token);
  await workspace.setTokens({});
  const kept = await application.signInForRefreshToken(visitor, again);
  await application.refresh(kept.refresh_token);
  await application.refresh(kept.refresh_token);
  await context.close();
  return { workspace, shop, singlePage, service, orders, detailsType, pinnedDocument, user };
}
