import type { Member } from './cluster.js';
import type { Answer } from './http.js';
import { eventually } from './eventually.js';
import type { Sandbox } from './sandbox.js';

type Data = Record<string, unknown>;

export interface DirectMessageView {
  messageId: string;
  direction: string;
  text?: string;
  status: string;
  detail: string | null;
  timestamp: string;
}

/** A program that talks to one worker directly, with the workers' token. */
export class Orchestrator {
  constructor(
    readonly worker: Member,
    private readonly token: string,
  ) {}

  call<T = Data>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.worker.call<T>(method, path, { body, headers: { authorization: `Bearer ${this.token}` } });
  }

  /** The data of an answer; anything that is no success fails the test with the problem. */
  async data<T = Data>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<{ success: boolean; data: T }>(method, path, body);
    if (answer.status >= 300 || !answer.body.success) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body.data;
  }

  /** A session that a phone of the sandbox has scanned, connected; gives the phone's number. */
  async pair(sandbox: Sandbox, sessionId: string): Promise<string> {
    await this.data('POST', '/session/create', { sessionId });
    const { qr } = await this.data<{ qr: string }>('POST', `/session/${sessionId}/connect`);
    const phoneNumber = await sandbox.scan(qr);
    await this.status(sessionId, 'connected');
    return phoneNumber;
  }

  /** Waits until the session has this status. */
  status(sessionId: string, wanted: string, limitMs?: number): Promise<Data> {
    return eventually(
      `session ${wanted}`,
      async () => {
        const session = await this.data('GET', `/session/${sessionId}/status`);
        if (session['status'] !== wanted) throw new Error(`it is ${JSON.stringify(session)}`);
        return session;
      },
      limitMs,
    );
  }

  async messages(sessionId: string): Promise<DirectMessageView[]> {
    return (await this.data<{ messages: DirectMessageView[] }>('GET', `/session/${sessionId}/messages`)).messages;
  }

  /** Waits until a message with these fields is listed. */
  message(sessionId: string, fields: Data): Promise<DirectMessageView> {
    const fits = (message: DirectMessageView) =>
      Object.entries(fields).every(([name, value]) => message[name as keyof DirectMessageView] === value);
    return eventually(`message with ${JSON.stringify(fields)}`, async () => {
      const messages = await this.messages(sessionId);
      const found = messages.find(fits);
      if (!found) throw new Error(`there are ${JSON.stringify(messages)}`);
      return found;
    });
  }
}
