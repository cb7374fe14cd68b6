import type { Page } from 'playwright-core';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { TestBrowser } from './support/browser.js';
import { picture } from './support/pictures.js';
import { tulips } from './support/tulips.js';

interface Listed {
  messageId: string;
  direction: string;
  type: string;
  text?: string;
}

describe('the simulated phone in the browser', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let browser: TestBrowser;
  let page: Page;
  let alice: Contact;
  let phoneNumber: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, { PLAN_BASIC: '100,1000,5', NODE_EXTRA_CA_CERTS: sandbox.caFile });
    user = await gateway.register();
    alice = await sandbox.contact({ name: 'Alice' });
    browser = await TestBrowser.open(sandbox.url);
    page = browser.page;
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.dispose();
    await sandbox?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const open = (fragment = '') => page.goto(`/phone${fragment}`);
  const openAlice = () => open(`#phone=${alice.phoneNumber}&chat=${phoneNumber}`);
  const qrOf = async (sessionId: string) => {
    await user.post('/sessions', { sessionId });
    return (await user.post<{ qr: string }>(`/sessions/${sessionId}/connect`)).qr;
  };
  const received = (fits: (message: Listed) => boolean) =>
    eventually('the message at the gateway', async () => {
      const { messages } = await user.get<{ messages: Listed[] }>('/sessions/shop/messages');
      return messages.find((message) => message.direction === 'inbound' && fits(message));
    });

  it('is made with a click, and links a session whose QR code is pasted', async () => {
    await open();
    await button('New phone or contact').click();
    await page.getByLabel('Name').fill('My phone');
    await button('Create').click();
    await page.getByRole('heading', { name: 'My phone' }).waitFor();
    phoneNumber = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('phone') ?? '';
    await button(/Linked devices/).click();
    await page.getByLabel(/paste its text/).fill(await qrOf('shop'));
    await button('Link the device').click();
    await page.getByText('Device 1').waitFor();
    await picture(page, 'phone-devices');
    await user.status('shop', 'CONNECTED');
  });

  it('shows what a session writes as it comes, and reading it is told to the session', async () => {
    await openAlice();
    const messageId = await user.send('shop', alice.jid, 'Your order is ready.');
    await page.getByRole('article').getByText('Your order is ready.').waitFor();
    await user.messageStatus('shop', messageId, 'READ');
  });

  it('answers, also with the keyboard alone, and with pictures', async () => {
    await page.getByRole('textbox', { name: 'Message' }).focus();
    await page.keyboard.type('On my way!');
    await page.keyboard.press('Enter');
    await received(({ text }) => text === 'On my way!');
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'tulips.png', mimeType: 'image/png', buffer: await tulips() });
    await page.getByRole('textbox', { name: 'Message' }).fill('Look');
    await button('Send').click();
    await received(({ type }) => type === 'image');
    await page.getByRole('img', { name: 'Look' }).waitFor();
    await picture(page, 'phone-chat');
  });

  it('reacts to a message, answers it, changes what it wrote, and takes it back', async () => {
    const theirs = page.getByRole('article').filter({ hasText: 'Your order is ready.' }).first();
    await theirs.getByRole('button', { name: 'What to do with this message' }).click();
    await theirs.getByRole('button', { name: 'React with 👍' }).click();
    await theirs.getByRole('list', { name: 'Reactions' }).waitFor();
    await theirs.getByRole('button', { name: 'What to do with this message' }).click();
    await theirs.getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('Thank yuo');
    await page.keyboard.press('Enter');
    const mine = page.getByRole('article', { name: /^You/ }).last();
    await mine.getByText('Thank yuo').waitFor();
    await mine.getByRole('button', { name: 'What to do with this message' }).click();
    await mine.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('Thank you');
    await page.keyboard.press('Enter');
    await mine.getByText('edited').waitFor();
    await received(({ text }) => text === 'Thank you');
    await mine.getByRole('button', { name: 'What to do with this message' }).click();
    await mine.getByRole('button', { name: 'Delete for everyone' }).click();
    await mine.getByText('This message was deleted').waitFor();
  });

  it('gets nothing while it is offline, and all of it afterwards', async () => {
    await button('Go offline').click();
    await button('Go online').waitFor();
    const messageId = await user.send('shop', alice.jid, 'Are you there?');
    await user.messageStatus('shop', messageId, 'SENT');
    await button('Go online').click();
    await page.getByRole('article').getByText('Are you there?').waitFor();
    await user.messageStatus('shop', messageId, 'READ');
  });

  it('links a session whose QR code comes with the address, by one click', async () => {
    await open(`#qr=${encodeURIComponent(await qrOf('second'))}`);
    await picture(page, 'phone-scan');
    await button('A new phone').click();
    await user.status('second', 'CONNECTED');
    await button('Linked devices (1)').waitFor();
  });

  it('links a session by a pairing code', async () => {
    const { phoneNumber: number } = await sandbox.call<{ phoneNumber: string }>('POST', '/phones', { name: 'Third' });
    await user.post('/sessions', { sessionId: 'third' });
    const { pairingCode } = await user.post<{ pairingCode: string }>('/sessions/third/pairing-code', {
      phoneNumber: `+${number}`,
    });
    await open(`#phone=${number}`);
    await button(/Linked devices/).click();
    await page.getByLabel('Or type a pairing code').fill(pairingCode);
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await user.status('third', 'CONNECTED');
  });

  it('logs a linked device out, after saying what that means', async () => {
    await open(`#phone=${phoneNumber}`);
    await button(/Linked devices/).click();
    await button('Log out').click();
    await page.getByText(/must be linked again/).waitFor();
    await button('Log the device out').click();
    await page.getByText('No device is linked to this phone.').waitFor();
    await user.status('shop', 'LOGGED_OUT');
  });

  it('says what is wrong with a code that nobody shows', async () => {
    await page.getByLabel(/paste its text/).fill('2@nobody,a,b,c');
    await button('Link the device').click();
    await page.getByRole('alert').getByText('No connected client shows this QR code.').waitFor();
  });

  it('fits a narrow screen: one pane at a time, and a way back', async () => {
    await open();
    await page.getByRole('heading', { name: 'Simulated phones' }).waitFor();
    await picture(page, 'phone-people');
    await page.setViewportSize({ width: 390, height: 844 });
    await openAlice();
    await button('All chats').click();
    await page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await picture(page, 'phone-chats-narrow');
    await page.setViewportSize({ width: 390, height: 844 });
    await button('All phones').click();
    await page.getByRole('heading', { name: 'Simulated phones' }).waitFor();
  });

  it('runs without an error, and without anything that its policy refuses', () => {
    expect(browser.complaints).toEqual([]);
  });
});
