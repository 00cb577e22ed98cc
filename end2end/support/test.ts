import { test as base, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { Administrator } from './administrator.ts';
import { Complaints } from './complaints.ts';
import { Forms } from './forms.ts';
import { furnish, type Gallery } from './gallery.ts';
import { Installation } from './installation.ts';
import { RelyingParty } from './relying-party.ts';
import { grace, Visitor } from './visitor.ts';
import { Workspace } from './workspace.ts';

type Session = Exclude<BrowserContextOptions['storageState'], undefined>;

interface WorkerFixtures {
  /** Does everybody reach the server through nginx? */
  behindNginx: boolean;
  /** Is the server reached as `localhost`, where browsers have passkeys? At an IP address they have none. */
  atLocalhost: boolean;
  /** The server. */
  installation: Installation;
  /** The application's own site. */
  relyingParty: RelyingParty;
  /** The console's session of an administrator. */
  session: Session;
  /** The same, or a new one where that one is old: what is dangerous asks for a recent password. */
  recentSession: () => Promise<Session>;
  /** The console's forms, sent by that administrator. */
  forms: Forms;
  /** A workspace to look at. */
  gallery: Gallery;
}

interface TestFixtures {
  /** Fails the test on whatever a browser complains about. */
  complaints: Complaints;
  /** The template that the test's own workspace starts with. */
  template: string;
  /** The test's own workspace. */
  workspace: Workspace;
  /** One that belongs to somebody else. */
  otherWorkspace: Workspace;
  /** Somebody at the console, signed in. */
  administrator: Administrator;
  /** Makes a browser of its own, in which nobody is signed in to anything. */
  newBrowser: () => Promise<Page>;
  /** A user of the workspace, at a browser of their own. */
  visitor: Visitor;
}

const nobody: Session = { cookies: [], origins: [] };
let made = 0;

const ADA = 'ada@acme.example';
/** How old a session gets before it is replaced: less than the quarter of an hour after which the console asks for a password. */
const RECENT = 8 * 60_000;

/** Signs somebody in by a one-time link. */
async function signIn(browser: Browser, link: string): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /^(Tenants|Workspaces)$/ }).waitFor();
  const session = await context.storageState();
  await context.close();
  return session;
}

async function makeWorkspace({ forms, relyingParty }: Pick<WorkerFixtures, 'forms' | 'relyingParty'>, template = 'standard'): Promise<Workspace> {
  made += 1;
  return Workspace.create(forms, relyingParty, `workspace-${made}`, `workspace-${made}`, template);
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  behindNginx: [false, { option: true, scope: 'worker' }],
  atLocalhost: [false, { option: true, scope: 'worker' }],

  installation: [
    async ({ behindNginx, atLocalhost }, use, worker) => {
      const installation = await Installation.start(`${worker.project.name}-${worker.workerIndex}`, { behindNginx, atLocalhost });
      await use(installation);
      installation.expectNoTokenInDatabase();
      await installation.stop();
      installation.expectGoodLog();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  relyingParty: [
    async ({}, use) => {
      const relyingParty = await RelyingParty.start();
      await use(relyingParty);
      await relyingParty.stop();
    },
    { scope: 'worker' },
  ],

  session: [
    async ({ browser, installation }, use) => use(await signIn(browser, await installation.createAdministrator(ADA, 'Ada Administrator'))),
    { scope: 'worker', timeout: 60_000 },
  ],

  recentSession: [
    async ({ browser, installation, session }, use) => {
      let [recent, began] = [session, Date.now()];
      await use(async () => {
        if (Date.now() - began > RECENT) [recent, began] = [await signIn(browser, await installation.signInLink(ADA)), Date.now()];
        return recent;
      });
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  forms: [
    async ({ playwright, installation, session }, use) => {
      const request = await playwright.request.newContext({ storageState: session });
      await use(new Forms(request, installation.url));
      await request.dispose();
    },
    { scope: 'worker' },
  ],

  gallery: [async ({ forms, relyingParty, browser }, use) => use(await furnish(forms, relyingParty, browser)), { scope: 'worker', timeout: 60_000 }],

  storageState: async ({ recentSession }, use) => use(await recentSession()),
  baseURL: async ({ installation }, use) => use(installation.url),

  complaints: [
    async ({}, use) => {
      const complaints = new Complaints();
      await use(complaints);
      base.expect(complaints.unexpected(), 'complaints of the browsers').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, complaints }, use) => {
    complaints.listen(context);
    await use(context);
  },

  template: ['standard', { option: true }],

  workspace: async ({ forms, relyingParty, template }, use) => use(await makeWorkspace({ forms, relyingParty }, template)),
  otherWorkspace: async ({ forms, relyingParty }, use) => use(await makeWorkspace({ forms, relyingParty })),

  administrator: async ({ page, javaScriptEnabled }, use) => use(new Administrator(page, javaScriptEnabled !== false)),

  newBrowser: async ({ browser, complaints }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async () => {
      const context = await browser.newContext({ storageState: nobody });
      contexts.push(context);
      complaints.listen(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  visitor: async ({ newBrowser, workspace, relyingParty }, use) => {
    await workspace.createUser(grace);
    await use(new Visitor(await newBrowser(), grace, relyingParty));
  },
});

export { expect } from '@playwright/test';
