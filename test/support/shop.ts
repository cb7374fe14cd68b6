import type { Account, PairedSession } from './account.js';
import { Gateway } from './gateway.js';
import { Receiver } from './receiver.js';
import { type Contact, Sandbox } from './sandbox.js';

/** A shop on WhatsApp: its gateway, its user with the connected session `shop`, who hears of it, and Bob, who writes to it. */
export interface ShopStage {
  sandbox: Sandbox;
  gateway: Gateway;
  /** The session's own webhook (`classic`), or one of the newer format. */
  receiver: Receiver;
  user: Account;
  shop: PairedSession;
  bob: Contact;
  close(): Promise<void>;
}

/** The gateway trusts the sandbox' media server. What was started is stopped again when the rest can not be. */
export async function openShop(
  webhook: 'classic' | 'standard' = 'classic',
  env: Record<string, string> = {},
): Promise<ShopStage> {
  const running: Running = {};
  try {
    const sandbox = (running.sandbox = await Sandbox.start());
    const receiver = (running.receiver = await Receiver.start());
    const trust = { NODE_EXTRA_CA_CERTS: sandbox.caFile, ...env };
    const gateway = (running.gateway = await Gateway.start(sandbox.wsUrl, trust));
    const user = await gateway.register();
    const heard = webhook === 'classic' ? { webhookUrl: receiver.url } : {};
    const shop = await user.pair(sandbox, { sessionId: 'shop', ...heard });
    if (webhook === 'standard') await user.post('/webhooks', { url: receiver.url, sessionId: 'shop' });
    const bob = await sandbox.contact({ name: 'Bob' });
    return { sandbox, receiver, gateway, user, shop, bob, close: () => stop(running) };
  } catch (error) {
    await stop(running);
    throw error;
  }
}

type Running = Partial<Pick<ShopStage, 'sandbox' | 'receiver' | 'gateway'>>;

async function stop({ gateway, sandbox, receiver }: Running): Promise<void> {
  await gateway?.dispose();
  await sandbox?.stop();
  await receiver?.stop();
}
