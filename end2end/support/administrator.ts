import { expect, type Locator, type Page } from '@playwright/test';
import type { JWK } from 'jose';
import type { Client, Workspace } from './workspace.ts';

/** What the console is told of a client. Everything else stays as the console has it. */
export interface Wanted {
  name: string;
  type: 'Server-side web' | 'Single-page' | 'Mobile / desktop';
  redirectUri: string;
  signedOutUri?: string;
  /** Its public keys, where its workspace takes no secrets. It has none then. */
  keys?: JWK[];
}

/** Somebody at the console. */
export class Administrator {
  readonly page: Page;
  readonly #hydrated: boolean;
  /** Where the last save began. */
  #savedFrom = '';

  constructor(page: Page, hydrated: boolean) {
    this.page = page;
    this.#hydrated = hydrated;
  }

  /** Opens a page and, where it comes alive, waits until it has. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.alive();
  }

  /** Waits until the page that is shown has come alive, in the world in which it does. */
  async alive(): Promise<void> {
    if (this.#hydrated) await this.page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  }

  /** Follows a link of the list of pages at the side. */
  async choose(group: string, entry: string): Promise<void> {
    const sidebar = this.page.getByRole('navigation', { name: 'Workspace' });
    const list = group === '' ? sidebar : sidebar.getByRole('list', { name: group, exact: true });
    await list.getByRole('link', { name: entry, exact: true }).click();
  }

  /** Follows a link of the list of a tenant's pages at the side. */
  async chooseOfTenant(entry: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Tenant' }).getByRole('link', { name: entry, exact: true }).click();
  }

  async expectHeading(name: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
    await this.alive();
  }

  /** Signed in, and where they start: at the tenants where there are several for them, at the workspaces of the only one otherwise. */
  async expectSignedIn(): Promise<void> {
    await this.expectHeading(/^(Tenants|Workspaces)$/);
  }

  async save(name = 'Save changes'): Promise<void> {
    this.#savedFrom = this.page.url();
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async expectSaved(): Promise<void> {
    // An earlier save is still said while the next one is on its way; the address names the version that came of it.
    if (/[?&]done=saved\b/.test(this.#savedFrom)) await expect(this.page).not.toHaveURL(this.#savedFrom);
    await this.expectDone('Saved. This is now in force.');
  }

  /** The field of this label, whether it may be left empty or not. */
  field(label: string): Locator {
    return this.page.getByRole('main').getByLabel(new RegExp(`^${label}( optional)?$`));
  }

  /** Opens a section of this title, where it is folded. */
  async unfold(title: string): Promise<void> {
    const section = this.page.getByRole('main').locator('details').filter({ has: this.page.getByRole('heading', { level: 2, name: title, exact: true }) });
    if ((await section.count()) > 0 && (await section.getAttribute('open')) === null) await section.locator('summary').first().click();
  }

  /** Opens whatever is folded of a page's sections and choices; returns whether anything was. */
  async unfoldAll(): Promise<boolean> {
    const folded = this.page.getByRole('main').locator('details:is(.section-fold, .choice-details):not([open]) > summary');
    const count = await folded.count();
    // What is open is among them no more.
    for (let opened = 0; opened < count; opened += 1) await folded.first().click();
    return count > 0;
  }

  /** Types a value that a client has of its own, which is chosen first. */
  async fillOwn(label: string, value: string): Promise<void> {
    const source = this.page.getByRole('radiogroup', { name: `Where ${label} comes from` });
    await source.getByRole('radio', { name: 'Own value' }).check();
    await this.field(label).fill(value);
  }

  /** Ticks a checkbox, or chooses a radio button, with the mouse. Its label lies over it, so that the whole row can be pressed. */
  async tick(box: Locator): Promise<void> {
    await box.click({ force: true });
    await expect(box).toBeChecked();
  }

  /** Waits until the page says that this has been done. */
  async expectDone(sentence: string): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: sentence })).toBeVisible();
    await this.alive();
  }

  /** Makes a client that can get refresh tokens, and reads its secret where it has one. */
  async register(workspace: Workspace, { name, type, redirectUri, signedOutUri = '', keys }: Wanted): Promise<Client> {
    const { page } = this;
    await this.open(workspace.path('/clients/new'));
    await this.field('Name').fill(name);
    await this.tick(page.getByRole('radio', { name: type, exact: true }));
    const [first = '', ...more] = redirectUri.split('\n');
    await this.field('Redirect URI').fill(first);
    if (keys !== undefined) await this.field('Public keys').fill(JSON.stringify({ keys }));
    await this.save('Create client');
    await this.expectDone('Client created.');
    const clientId = /\/clients\/([^/?]+)/.exec(page.url())?.[1];
    if (clientId === undefined) throw new Error(`a new client led to ${page.url()}`);
    const shown = page.getByRole('region', { name: 'Client secret' }).filter({ hasText: 'it is not shown again' });
    const secret = type === 'Server-side web' && keys === undefined ? await shown.getByRole('code').first().textContent() : null;

    if (more.length > 0 || signedOutUri !== '') {
      await page.getByRole('navigation', { name: `Pages of ${name}` }).getByRole('link', { name: 'OAuth', exact: true }).click();
      await this.alive();
      await this.field('Redirect URIs').fill(redirectUri);
      await this.field('Post-logout redirect URIs').fill(signedOutUri);
      await this.save();
      await this.expectSaved();
    }
    return { issuer: workspace.issuer, clientId, name, secret: secret ?? undefined };
  }
}
