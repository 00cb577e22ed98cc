import { defineConfig } from '@playwright/test';
import { browser } from './support/browser.ts';

/** `npm run screenshots`: pictures of the main pages in test-results/screenshots, for people to look at. */
export default defineConfig({
  testDir: 'screenshots',
  outputDir: 'test-results/screenshots-run',
  workers: 1,
  timeout: 180_000,
  reporter: [['list']],
  use: { ...browser },
});
