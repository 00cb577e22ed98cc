import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

/** The distribution's Chromium: Playwright's own build is never downloaded. It speaks to this machine alone. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  // Nothing moves, so nothing is looked at halfway.
  contextOptions: { reducedMotion: 'reduce' },
  launchOptions: {
    executablePath: process.env['REGRANT_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
