import { Gateway } from '../support/gateway.js';
import { Sandbox } from '../support/sandbox.js';
import { TestBrowser } from './support/browser.js';
import { picture } from './support/pictures.js';

let sandbox: Sandbox;
let gateway: Gateway;
let browser: TestBrowser;

beforeAll(async () => {
  sandbox = await Sandbox.start();
  gateway = await Gateway.start(sandbox.wsUrl, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
  browser = await TestBrowser.open(gateway.url);
});
afterAll(async () => {
  await browser?.close();
  await gateway?.dispose();
  await sandbox?.stop();
});

it('registers a user, who stays signed in when the page is loaded anew', async () => {
  const { page } = browser;
  await page.goto('/');
  await page.getByRole('heading', { name: 'Log in to WaGate' }).waitFor();
  await picture(page, 'log-in');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByLabel('E-mail').fill('ann@example.org');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText('Must have 8 to 72 bytes').waitFor();
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText('No sessions yet').waitFor();
  await picture(page, 'sessions-empty');
  await page.reload();
  await page.getByText('No sessions yet').waitFor();
});

it('keeps no token where scripts could find it later', async () => {
  const { page } = browser;
  const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
  expect(kept).not.toMatch(/eyJ|wagate_refresh/);
  const cookies = await browser.context.cookies();
  expect(cookies.find(({ name }) => name === 'wagate_refresh')).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
});

it('runs without an error, and without anything that its policy refuses', () => {
  expect(browser.complaints).toEqual([]);
});
