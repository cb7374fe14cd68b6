import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser as Chromium, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumForTests } from '../../scripts/chromium-for-tests.mjs';

const PICTURES = 'test-results/screenshots';
const LIMIT_MS = 30_000;
/** Colours that change take a moment. */
const SETTLED = 'Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => undefined)';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** The system's Chromium. What a page complains of in its console fails the test that closes it. */
export class Browser {
  private readonly complaints: string[] = [];

  private constructor(
    private readonly chromium: Chromium,
    private readonly context: BrowserContext,
  ) {}

  static async open(): Promise<Browser> {
    const program = await chromium.launch({ executablePath: chromiumForTests(), args: ['--no-sandbox'] });
    return new Browser(program, await program.newContext({ viewport: { width: 1280, height: 800 } }));
  }

  async page(): Promise<Page> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text()))
        this.complaints.push(message.text());
    });
    return page;
  }

  /** Keeps a picture of the page in light and in dark, and fails on what axe finds serious there. */
  async look(page: Page, name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(SETTLED);
      await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
      expect([name, colorScheme, await seriousOn(page)]).toEqual([name, colorScheme, []]);
    }
  }

  async close(): Promise<void> {
    await this.chromium.close();
    expect(this.complaints).toEqual([]);
  }
}

/** Evaluated by the debugger, which no policy of the page keeps from it. */
async function seriousOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations)',
  )) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
