/** An HTTP client for the sandbox's API. */
export class Api {
  constructor(readonly url: string) {}

  get<T = Json>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T = Json>(path: string, body: object = {}): Promise<T> {
    return this.call<T>('POST', path, JSON.stringify(body));
  }

  patch<T = Json>(path: string, body: object): Promise<T> {
    return this.call<T>('PATCH', path, JSON.stringify(body));
  }

  /** Fault for the devices of a phone. */
  fault(client: { phoneNumber: string }, fault: object): Promise<Json> {
    return this.post(`/phones/${client.phoneNumber}/faults`, fault);
  }

  async logged(phoneNumber: string, event: string): Promise<Json[]> {
    const { entries } = await this.get<{ entries: Json[] }>(`/log?phone=${phoneNumber}`);
    return entries.filter((entry) => entry.event === event);
  }

  delete<T = Json>(path: string): Promise<T> {
    return this.call<T>('DELETE', path);
  }

  async message(query: Record<string, string>): Promise<SeenMessage | undefined> {
    const { messages } = await this.get<{ messages: SeenMessage[] }>(`/messages?${new URLSearchParams(query)}`);
    return messages.at(-1);
  }

  private async call<T>(method: string, path: string, body?: string): Promise<T> {
    const response = await fetch(this.url + path, { method, ...(body !== undefined && { body }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

export type Json = Record<string, unknown>;

export interface SeenMessage {
  id: string;
  from: string;
  to: string;
  text: string | null;
  content: Json | null;
  context: Json | null;
  download?: Json;
  serverAcked: boolean;
  deliveredAt?: string;
  readAt?: string;
  readBy?: string[];
  attempts: number;
  ciphertexts: number;
  decryptFailures: number;
  refusals: number;
  decryptError?: string;
  receipts: { device: number; type: string }[];
}
