import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumForTests } from '../../../scripts/chromium-for-tests.mjs';

/** `--no-sandbox`: tests run as root in containers. The others keep it from talking to anybody but us. */
const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--force-color-profile=srgb',
];
const WIDE = { width: 1280, height: 800 };
/** For machines that do other things as well. */
const ACTION_LIMIT_MS = 20_000;

/** A browser with nothing in it, and what its pages complained of. */
export class TestBrowser {
  /** Errors of scripts, and whatever the content security policy refused. */
  readonly complaints: string[] = [];
  /** Where its pages asked. */
  readonly asked: string[] = [];

  private constructor(
    private readonly folder: string,
    readonly context: BrowserContext,
  ) {}

  static async open(baseURL: string): Promise<TestBrowser> {
    const folder = await mkdtemp(join(tmpdir(), 'wagate-browser-'));
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: chromiumForTests(),
      headless: false,
      args: ARGS,
      baseURL,
      viewport: WIDE,
      colorScheme: 'light',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
      timeout: 60_000,
    });
    context.setDefaultTimeout(ACTION_LIMIT_MS);
    const browser = new TestBrowser(folder, context);
    context.on('weberror', (error) => browser.complaints.push(String(error.error())));
    context.on('request', (request) => browser.asked.push(request.url()));
    context.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) browser.complaints.push(message.text());
    });
    return browser;
  }

  get page(): Page {
    const [first] = this.context.pages();
    if (first === undefined) throw new Error('the browser has no page');
    return first;
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
