import { Gateway } from '../support/gateway.js';
import { Sandbox } from '../support/sandbox.js';
import { needPrograms } from './programs.js';
import { Walk } from './walk.js';

const INSTALL_LIMIT_MS = 600_000;

describe('the documentation', () => {
  let sandbox: Sandbox | undefined;
  let gateway: Gateway | undefined;
  let walk: Walk;

  beforeAll(needPrograms, INSTALL_LIMIT_MS);

  beforeEach(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    walk = await Walk.prepare({ 8000: new URL(gateway.url).port, 8100: new URL(sandbox.url).port });
  });

  afterEach(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await walk?.dispose();
  });

  it('leads through the README and the sandbox guide, command by command', () =>
    walk.run(['README.md', 'docs/sandbox.md']));

  it('leads through the API guide and that of webhooks, command by command', () =>
    walk.run(['docs/api-guide.md', 'docs/webhooks.md']));
});
