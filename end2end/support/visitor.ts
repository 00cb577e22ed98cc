import { expect, type Page } from '@playwright/test';
import type { Arrival, RelyingParty } from './relying-party.ts';

/** Somebody in the workspace's pool of users. */
export interface User {
  identifier: string;
  name: string;
  password: string;
}

/** The user that every test's workspace has, if any. */
export const grace: User = { identifier: 'grace@acme.example', name: 'Grace Hopper', password: 'nanoseconds in a wire' };

/** A user at a browser of their own. */
export class Visitor {
  readonly page: Page;
  readonly user: User;
  readonly #relyingParty: RelyingParty;

  constructor(page: Page, user: User, relyingParty: RelyingParty) {
    this.page = page;
    this.user = user;
    this.#relyingParty = relyingParty;
  }

  async goTo(url: URL): Promise<void> {
    await this.page.goto(url.href);
  }

  /** On the sign-in page. */
  async signIn(password = this.user.password): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await this.page.getByLabel('User name or e-mail').fill(this.user.identifier);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** On the consent page. */
  async decide(decision: 'Allow' | 'Deny'): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: /^Allow .+\?$/ })).toBeVisible();
    await this.page.getByRole('button', { name: decision }).click();
  }

  /** Waits until the browser is back at the application; returns what it brought. */
  async returns(state: string): Promise<Arrival> {
    await expect(this.page.getByRole('heading', { level: 1, name: 'Back at the application' })).toBeVisible();
    return this.#relyingParty.arrival(state);
  }
}
