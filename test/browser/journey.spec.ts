import { gzipSync } from 'node:zlib';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { TestBrowser } from './support/browser.js';
import { picture } from './support/pictures.js';
import { tulips } from './support/tulips.js';

let sandbox: Sandbox;
let gateway: Gateway;
let receiver: Receiver;
let browser: TestBrowser;
let alice: Contact;
let shopNumber: string;

beforeAll(async () => {
  [sandbox, receiver] = await Promise.all([Sandbox.start(), Receiver.start()]);
  gateway = await Gateway.start(sandbox.wsUrl, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
  // The first user is the administrator; this journey is that of another one.
  await gateway.register('admin@example.org');
  browser = await TestBrowser.open(gateway.url);
});
afterAll(async () => {
  await browser?.close();
  await gateway?.dispose();
  await sandbox?.stop();
  await receiver?.stop();
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

it('tells who wrote that it was read once one says so', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: /Alice.*1 unread/ }).waitFor();
  await page.getByRole('button', { name: 'Mark as read' }).click();
  await page.getByRole('button', { name: /Alice.*1 unread/ }).waitFor({ state: 'detached' });
  const isRead = async () =>
    (await sandbox.messages({ from: alice.phoneNumber })).every(({ receipts }) =>
      receipts.some(({ type }) => type === 'read'),
    );
  await eventually('the receipt', isRead);
});

it('sends a picture, and shows it', async () => {
  const { page } = browser;
  const file = { name: 'tulips.png', mimeType: 'image/png', buffer: await tulips() };
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

it('makes a webhook that is told of what comes in, and tests it', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor();
  await open('Webhooks');
  await page.getByRole('button', { name: 'New webhook' }).first().click();
  await page.getByLabel('URL').fill(receiver.url);
  await page.getByRole('button', { name: 'Make it' }).click();
  expect(await page.getByTestId('secret').textContent()).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByRole('button', { name: 'Test' }).click();
  await receiver.delivery({ type: 'webhook.test' });
  await sandbox.say(alice.phoneNumber, shopNumber, 'One more thing');
  await receiver.delivery({ text: 'One more thing' });
  await page.locator('summary', { hasText: 'message.received' }).first().click();
  await page.getByRole('table', { name: /^Attempts/ }).waitFor();
  await picture(page, 'webhook');
});

it('makes a delivery again, replays what happened, and changes the secret', async () => {
  const { page } = browser;
  const came = (times: number) => () => receiver.matching({ text: 'One more thing' }).length >= times;
  await page.getByRole('button', { name: 'Send again' }).click();
  await eventually('the delivery a second time', came(2));
  await choose('Replay');
  await page.getByLabel('Since').fill('2026-01-01T00:00');
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  await eventually('the delivery a third time', came(3));
  await choose('New secret');
  await page.getByRole('button', { name: 'Make it' }).click();
  expect(await page.getByTestId('secret').textContent()).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
});

it('makes a key that opens the API, and revokes it', async () => {
  const { page } = browser;
  await open('API keys');
  await page.getByRole('button', { name: 'New API key' }).first().click();
  await page.getByLabel('Name').fill('Till');
  await page.getByRole('button', { name: 'Make it' }).click();
  const key = await page.getByTestId('secret').textContent();
  const ask = async () => (await gateway.call('GET', '/v1/sessions', { headers: { 'x-api-key': key! } })).status;
  expect(await ask()).toBe(200);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await picture(page, 'keys');
  await page.getByRole('button', { name: 'Revoke Till' }).click();
  await page.getByRole('alertdialog').waitFor();
  await picture(page, 'key-revoke');
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await eventually('the end of the key', async () => (await ask()) === 401);
});

it('shows what was used, what happened, and how a program would have done it', async () => {
  const { page } = browser;
  await open('Usage');
  await page.locator('canvas').waitFor();
  await picture(page, 'usage');
  await open('Events');
  await page.getByRole('group', { name: 'Events' }).getByText('message.received').first().waitFor();
  await picture(page, 'events');
  await open('Try it');
  await page.getByLabel('Only what changes something').check();
  await page.getByRole('list', { name: 'Calls' }).getByText('/webhooks', { exact: false }).last().click();
  const line = await page.getByTestId('curl').textContent();
  expect(line).toMatch(/^curl -s -X POST 'http/);
  expect(line).toContain('Authorization: Bearer $TOKEN');
  await picture(page, 'try-it');
});

it('lets a plain user reach neither the pages for administrators nor their calls', async () => {
  const { page } = browser;
  expect(await page.getByRole('link', { name: 'Workers' }).count()).toBe(0);
  await page.goto('/dashboard/admin/workers');
  await page.getByText('Only administrators see this page.').waitFor();
  expect(browser.asked.filter((url) => /v1\/(admin|workers)/.test(url))).toEqual([]);
});

it('says that the gateway is away, and goes on by itself when it is back', async () => {
  const { page } = browser;
  await open('Sessions');
  await page.getByText('Connected', { exact: true }).waitFor();
  const { port } = new URL(gateway.url);
  await gateway.stop();
  await page.getByText('The gateway does not answer.').waitFor();
  await picture(page, 'sessions-away');
  await gateway.up({ PORT: port });
  await page.getByText('The gateway does not answer.').waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByText('Connected', { exact: true }).waitFor();
  await picture(page, 'sessions');
});

it('asks for the password again when the sign-in is over, and leads back to where one was', async () => {
  const { page } = browser;
  await open('Webhooks');
  await browser.context.clearCookies();
  await page.reload();
  await page.getByLabel('E-mail').fill('ann@example.org');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Webhooks' }).waitFor();
});

it('deletes a session once its id was typed, after it has said what is lost', async () => {
  const { page } = browser;
  await open('Sessions');
  await page.getByRole('link', { name: /Flower shop/ }).click();
  await choose('Delete');
  const confirm = page.getByRole('button', { name: 'Delete it' });
  await picture(page, 'session-delete');
  expect(await confirm.isDisabled()).toBe(true);
  await page.getByRole('alertdialog').getByRole('textbox').fill('shop');
  await confirm.click();
  await page.getByText('No sessions yet').waitFor();
});

it('links a session by a code that is typed into the phone', async () => {
  const { page } = browser;
  const { phoneNumber } = await sandbox.call<{ phoneNumber: string }>('POST', '/phones', {});
  await page.getByRole('button', { name: 'New session' }).first().click();
  await page.getByLabel('Session id').fill('branch');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Go on and connect it' }).click();
  await page.getByLabel('Phone number').fill('12');
  await page.getByRole('button', { name: 'Get a code' }).click();
  await page.getByText('must be a phone number', { exact: false }).waitFor();
  await page.getByLabel('Phone number').fill(`+${phoneNumber}`);
  await page.getByRole('button', { name: 'Get a code' }).click();
  const shown = page.getByRole('status', { name: 'Pairing code' });
  const code = await shown.textContent();
  await picture(page, 'session-code');
  await sandbox.call('POST', `/phones/${phoneNumber}/pairing-code`, { code });
  await page.getByText('Connected', { exact: true }).waitFor();
});

it('goes on when its access token is refused while the sign-in is good', async () => {
  const { page } = browser;
  let asked = 0;
  await page.route('**/api/v1/api-keys*', (route) => {
    const answer = { status: 401, json: { status: 401, code: 'UNAUTHORIZED', title: 'Not signed in' } };
    return asked++ === 0 ? route.fulfill(answer) : route.continue();
  });
  await open('API keys');
  await page.getByRole('table', { name: 'API keys' }).waitFor();
  expect(asked).toBe(2);
  await page.unrouteAll();
  await open('Sessions');
});

it('scrolls through 10,000 sessions of which only those in sight exist', async () => {
  const { page } = browser;
  const sessions = Array.from({ length: 10_000 }, (_, n) => ({
    ...{ sessionId: `s${n}`, name: `Branch ${n}`, status: 'DISCONNECTED', createdAt: '2026-01-01T00:00:00.000Z' },
  }));
  await page.route('**/api/v1/sessions', (route) => route.fulfill({ json: { sessions } }));
  await page.reload();
  await page.getByText('Branch 0', { exact: true }).waitFor();
  const list = page.getByRole('group', { name: 'Sessions' });
  expect(await list.getByRole('listitem').count()).toBeLessThan(100);
  await list.evaluate((element: { scrollTop: number; scrollHeight: number }) => {
    element.scrollTop = element.scrollHeight;
  });
  await page.getByText('Branch 9999', { exact: true }).waitFor();
  await page.getByRole('searchbox').fill('Branch 4711');
  await page.getByText('Branch 4711', { exact: true }).waitFor();
  await page.unrouteAll();
});

it('logs out, and then nothing is left that opens a page', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: /User · / }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Log in to WaGate' }).waitFor();
  await page.goto('/dashboard/keys');
  await page.getByRole('heading', { name: 'Log in to WaGate' }).waitFor();
  expect((await browser.context.cookies()).filter(({ name }) => name === 'wagate_refresh')).toEqual([]);
});

it('runs without an error, and without anything that its policy refuses', () => {
  expect(browser.complaints).toEqual([]);
});

it('needs less than 200 KB of packed scripts for its first page', async () => {
  const html = await (await fetch(`${gateway.url}/dashboard`)).text();
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => `${gateway.url}${path}`);
  const packed = await Promise.all(scripts.map(async (url) => (await fetch(url)).arrayBuffer()));
  const bytes = packed.reduce((sum, script) => sum + gzipSync(new Uint8Array(script)).length, 0);
  expect(scripts).not.toEqual([]);
  expect(bytes).toBeLessThan(200_000);
});

const open = (name: string) => browser.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

/** Something of the menu of further actions. */
async function choose(name: string): Promise<void> {
  await browser.page.getByRole('button', { name: 'More', exact: true }).click();
  await browser.page.getByRole('menuitem', { name, exact: true }).click();
}
