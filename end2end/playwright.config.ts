import { defineConfig } from '@playwright/test';
import { browser } from './support/browser.ts';

/** Each spec is walked in two worlds: `hydrated`, with the console's WASM, and `plain`, without JavaScript. */
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/{testFileDir}/snapshots/{arg}{ext}',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that passes at the second try has not passed.
  retries: 0,
  workers: 2,
  // Bounds for what hangs, and no measure of how quick a shared machine is.
  timeout: 120_000,
  // A snapshot is of all there is: by default one also matches what has more in it.
  expect: { timeout: 20_000, toMatchAriaSnapshot: { children: 'deep-equal' } },
  reporter: [['list']],
  use: { ...browser, screenshot: 'only-on-failure', actionTimeout: 20_000, navigationTimeout: 40_000 },
  projects: [
    // What no page of ours with WASM has a part in is walked once, in the other world.
    { name: 'hydrated', testIgnore: /\.plain\.spec\.ts$/ },
    { name: 'plain', testIgnore: /\.hydrate\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
});
