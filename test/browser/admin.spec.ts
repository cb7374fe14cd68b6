import type { Page } from 'playwright-core';
import type { Account } from '../support/account.js';
import { TestBrowser } from './support/browser.js';
import { picture } from './support/pictures.js';
import { Cluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Sandbox } from '../support/sandbox.js';

const PASSWORD = 'correct horse battery';

describe('the pages of an administrator', () => {
  let sandbox: Sandbox;
  let cluster: Cluster;
  let admin: Account;
  let ann: Account;
  let browser: TestBrowser;
  let others: TestBrowser | undefined;
  let page: Page;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    cluster = await Cluster.start(sandbox.wsUrl, { REBALANCE_SECONDS: '0' });
    await Promise.all([cluster.gateway(), cluster.worker(), cluster.worker()]);
    admin = await cluster.register();
    ann = await cluster.register();
    await ann.pair(sandbox, { sessionId: 'anns' });
    browser = await TestBrowser.open(cluster.gateways[0]!.url);
    page = browser.page;
    await signIn(page, admin.email);
  }, 180_000);

  afterAll(async () => {
    await others?.close();
    await browser?.close();
    await cluster?.dispose();
    await sandbox?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const workerOf = async (sessionId: string) =>
    (await ann.get<{ worker: { workerId: string } | null }>(`/sessions/${sessionId}`)).worker?.workerId;

  async function signIn(where: Page, email: string) {
    await where.goto('/dashboard');
    await where.getByLabel('E-mail').fill(email);
    await where.getByLabel('Password').fill(PASSWORD);
    await where.getByRole('button', { name: 'Log in' }).click();
    await where.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  async function open(title: string) {
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  }

  it('shows the cluster in figures, and that nothing is wrong', async () => {
    await open('Cluster');
    await page.getByText('Nothing is wrong.').waitFor();
    await picture(page, 'admin-cluster');
  });

  it('drains a worker after saying what happens: its session moves, and the process ends', async () => {
    const before = await eventually('a worker', () => workerOf('anns'));
    await open('Workers');
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: before }) });
    await row.getByText('ONLINE').waitFor();
    await row.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('rowheader', { name: 'anns' }).waitFor();
    await picture(page, 'admin-workers');
    await row.getByRole('button', { name: 'Drain' }).click();
    await page.getByText('no message is lost').waitFor();
    await picture(page, 'admin-drain');
    await button('Drain the worker').click();
    await row.getByText('OFFLINE').waitFor({ timeout: 60_000 });
    await eventually('another worker', async () => (await workerOf('anns')) !== before, 60_000);
    await ann.status('anns', 'CONNECTED', 60_000);
  });

  it('gives a user another tier, and asks before it makes one an administrator', async () => {
    await open('Users');
    await page.getByLabel(`Tier of ${ann.email}`).selectOption('PRO');
    await eventually('the tier', async () => (await ann.get<{ tier: string }>('/auth/me')).tier === 'PRO');
    await page.getByLabel(`Role of ${ann.email}`).selectOption('ADMIN');
    await page.getByText(/sees all users/).waitFor();
    await picture(page, 'admin-users');
    await button('Cancel').click();
    expect(await ann.get('/auth/me')).toMatchObject({ role: 'USER', tier: 'PRO' });
  });

  it('finds in the log who did that, and exports it', async () => {
    await open('Audit log');
    await page.getByLabel('What was done').selectOption('worker.drained');
    await page.getByRole('row').filter({ hasText: 'worker.drained' }).getByText(admin.email).waitFor();
    await picture(page, 'admin-log');
    const [download] = await Promise.all([page.waitForEvent('download'), button('Export as CSV').click()]);
    expect(download.suggestedFilename()).toBe('audit-log.csv');
  });

  it('changes a setting of the system', async () => {
    await open('System settings');
    await page.getByLabel('Days for which events are kept').fill('20');
    await button('Save').click();
    await page.getByText('Set here, and not by the environment: eventRetentionDays.').waitFor();
    await picture(page, 'admin-settings');
    expect(await admin.get('/admin/settings')).toMatchObject({ eventRetentionDays: 20 });
  });

  it('is not there for a plain user, whatever the address', async () => {
    others = await TestBrowser.open(cluster.gateways[0]!.url);
    const other = others.page;
    const asked: string[] = [];
    other.on('request', (request) => {
      if (/\/api\/v1\/(admin|workers)/.test(request.url())) asked.push(request.url());
    });
    await signIn(other, ann.email);
    for (const path of ['/admin', '/admin/workers', '/admin/users', '/admin/logs', '/admin/settings']) {
      await other.goto(`/dashboard${path}`);
      await other.getByText('Only administrators see this page.').waitFor();
    }
    expect(await other.getByRole('link', { name: 'Workers' }).count()).toBe(0);
    expect(asked).toEqual([]);
    for (const path of ['/admin/users', '/admin/logs', '/workers']) {
      expect((await ann.call('GET', path)).status).toBe(403);
    }
  });
});
