import { expect } from '@playwright/test';
import { refusal, type Application } from './application.ts';

/** What a sign-in brought is over: the access token opens nothing, and the refresh token brings no others. */
export async function expectEnded(application: Application, tokens: { access_token: string; refresh_token: string }): Promise<void> {
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  expect((await fetch(`${application.registration.issuer}/userinfo`, { headers })).status).toBe(401);
  await expect(application.refresh(tokens.refresh_token)).rejects.toMatchObject(refusal('invalid_grant'));
}
