import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { seriousFindings } from './axe.js';

const FOLDER = 'test-results/screenshots';
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/**
 * Takes pictures of a page for people to look at: light and dark, and as a phone shows it. Fails where axe finds something serious in
 * either theme, or where the page is wider than a phone.
 */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(colorScheme === 'dark' ? 'html.dark' : 'html:not(.dark)').waitFor({ state: 'attached' });
    await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`), animations: 'disabled' });
    expect({ name, colorScheme, findings: await seriousFindings(page) }).toEqual({ name, colorScheme, findings: [] });
  }
  await page.setViewportSize(PHONE);
  await page.screenshot({ path: join(FOLDER, `${name}-phone.png`) });
  const tooWide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect({ name, tooWide }).toEqual({ name, tooWide: 0 });
  await page.setViewportSize(WIDE);
}
