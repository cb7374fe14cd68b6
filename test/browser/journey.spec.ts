import sharp from 'sharp';
import { Gateway } from '../support/gateway.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { TestBrowser } from './support/browser.js';
import { picture } from './support/pictures.js';

const tulip = () =>
  sharp({ create: { width: 240, height: 160, channels: 3, background: '#b3123b' } })
    .png()
    .toBuffer();

let sandbox: Sandbox;
let gateway: Gateway;
let browser: TestBrowser;
let alice: Contact;
let shopNumber: string;

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

it('makes a session and links it by the QR code that the page shows', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: 'New session' }).first().click();
  await page.getByLabel('Name').fill('Flower shop');
  await page.getByLabel('Session id').fill('shop');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Go on and connect it' }).click();
  await page.getByRole('heading', { name: 'Flower shop' }).waitFor();
  const shown = page.waitForResponse((answer) => answer.url().endsWith('/sessions/shop/qr') && answer.ok());
  await page.getByRole('button', { name: 'Show a QR code' }).click();
  const { qr } = (await (await shown).json()) as { qr: string };
  await page.getByRole('timer').getByText('Another code in').waitFor();
  await picture(page, 'session-link');
  shopNumber = await sandbox.scan(qr);
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.getByText('No chats yet').waitFor();
});

it('shows a chat as somebody writes, and sends an answer that is ticked off as it is read', async () => {
  const { page } = browser;
  alice = await sandbox.contact({ name: 'Alice' });
  await sandbox.say(alice.phoneNumber, shopNumber, 'Do you have tulips?');
  await page.getByRole('button', { name: /Do you have tulips/ }).click();
  await page.getByRole('article', { name: 'Received message' }).getByText('Do you have tulips?').waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill('Yes, red ones.');
  await page.keyboard.press('Enter');
  const sent = page.getByRole('article', { name: 'Sent message' }).filter({ hasText: 'Yes, red ones.' });
  await sent.locator('[data-delivery=DELIVERED]').waitFor();
  await sandbox.call('POST', `/contacts/${alice.phoneNumber}/read`, {});
  await sent.locator('[data-delivery=READ]').waitFor();
});

it('sends a picture, and shows it', async () => {
  const { page } = browser;
  const file = { name: 'tulip.png', mimeType: 'image/png', buffer: await tulip() };
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('textbox', { name: 'Message' }).fill('Like this one');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('img', { name: 'Like this one' }).waitFor();
  await picture(page, 'session-chats');
});

it('tells of a message what happened to it, and of one that waits why', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: 'Yes, red ones.' }).click();
  await page.getByRole('list', { name: 'Timeline' }).getByText('Delivered').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Disconnected', { exact: true }).first().waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill('Shall I keep some?');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('article').getByRole('button', { name: 'Shall I keep some?' }).click();
  await page.getByRole('dialog').getByText('Why is it waiting?').waitFor();
  await picture(page, 'session-timeline');
  await page.getByRole('button', { name: 'Close' }).click();
});

it('tells why a session is as it is', async () => {
  const { page } = browser;
  await page.getByRole('tab', { name: 'Diagnostics' }).click();
  await page.getByRole('heading', { name: 'How it got here' }).waitFor();
  await picture(page, 'session-diagnostics');
});

it('runs without an error, and without anything that its policy refuses', () => {
  expect(browser.complaints).toEqual([]);
});
