import { eventually } from './eventually.js';
import type { Answer, RequestOptions } from './http.js';
import type { Sandbox } from './sandbox.js';

export interface MessageView {
  messageId: string;
  direction: string;
  from: string;
  to: string;
  chatId: string;
  type: string;
  text?: string;
  status: string;
  failure?: string;
  timeline: { status: string; at: string; detail?: string }[];
}

export interface PairedSession {
  sessionId: string;
  phoneNumber: string;
  apiKey: string;
}

/** The gateway, as far as its users see it. */
export interface Api {
  call<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>>;
}

/** A user of the gateway, with the calls that tests repeat. */
export class Account {
  constructor(
    readonly gateway: Api,
    readonly email: string,
    private readonly credential: Record<string, string>,
  ) {}

  /** What signs a request that this class does not make itself. */
  get headers(): Record<string, string> {
    return this.credential;
  }

  /** The same user at another gateway of the same installation. */
  at(gateway: Api): Account {
    return new Account(gateway, this.email, this.credential);
  }

  /** The same gateway, seen with an API key. */
  withKey(key: string): Account {
    return new Account(this.gateway, this.email, { 'x-api-key': key });
  }

  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.gateway.call<T>(method, `/v1${path}`, { body, headers: { ...this.credential, ...headers } });
  }

  /** Like {@link call}, but anything that is no success fails the test with the problem. */
  async get<T = Record<string, unknown>>(path: string): Promise<T> {
    return this.ok(await this.call<T>('GET', path), path);
  }

  async post<T = Record<string, unknown>>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    return this.ok(await this.call<T>('POST', path, body ?? {}, headers), path);
  }

  /** A session that a phone of the sandbox has scanned, connected. */
  async pair(sandbox: Sandbox, options: Record<string, unknown> = {}): Promise<PairedSession> {
    const { sessionId, apiKey } = await this.post<{ sessionId: string; apiKey: string }>('/sessions', options);
    const { qr } = await this.post<{ qr: string }>(`/sessions/${sessionId}/connect`);
    const phoneNumber = await sandbox.scan(qr);
    await this.status(sessionId, 'CONNECTED');
    return { sessionId, phoneNumber, apiKey };
  }

  /** Waits until the session has this status. */
  status(sessionId: string, wanted: string, limitMs?: number): Promise<Record<string, unknown>> {
    return eventually(
      `session ${wanted}`,
      async () => {
        const session = await this.get<{ status: string }>(`/sessions/${sessionId}`);
        if (session.status !== wanted) throw new Error(`it is ${JSON.stringify(session)}`);
        return session;
      },
      limitMs,
    );
  }

  async send(sessionId: string, to: string, text: string, headers?: Record<string, string>): Promise<string> {
    const body = { to, type: 'text', text };
    return (await this.post<{ messageId: string }>(`/sessions/${sessionId}/messages`, body, headers)).messageId;
  }

  message(sessionId: string, messageId: string): Promise<MessageView> {
    return this.get<MessageView>(`/sessions/${sessionId}/messages/${messageId}`);
  }

  /** Waits until the message has this status. */
  messageStatus(sessionId: string, messageId: string, wanted: string, limitMs?: number): Promise<MessageView> {
    return eventually(
      `message ${wanted}`,
      async () => {
        const message = await this.message(sessionId, messageId);
        if (message.status !== wanted) throw new Error(`it is ${JSON.stringify(message)}`);
        return message;
      },
      limitMs,
    );
  }

  private ok<T>({ status, body }: Answer<T>, path: string): T {
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
}
