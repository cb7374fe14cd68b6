/** The sandbox's own API, as far as this page needs it; its documentation is at `/` of the sandbox. */

export interface Device {
  device: number;
  online: boolean;
  platform: string;
  /** Stanzas that it has not acknowledged. */
  waiting: number;
}

export interface Person {
  role: 'phone' | 'contact';
  phoneNumber: string;
  name: string;
  about: string;
  picture: string | null;
  online: boolean;
  autoRead: boolean;
  replyWith: string | null;
  devices: Device[];
}

/** `type` and the fields of that kind. */
export interface Content {
  type: string;
  text?: string;
  caption?: string | null;
  mimetype?: string | null;
  filename?: string | null;
  sizeBytes?: number;
  seconds?: number | null;
  latitude?: number;
  longitude?: number;
  name?: string | null;
  address?: string | null;
  contacts?: { name: string }[];
  question?: string;
  options?: string[];
  selectable?: number;
  rawKind?: string | null;
}

export interface Message {
  messageId: string;
  from: string;
  fromMe: boolean;
  at: string;
  content: Content | null;
  context: { replyTo: { messageId: string; content: Content | null } | null; forwarded: boolean } | null;
  hasFile: boolean;
  edited: boolean;
  reactions: { from: string; emoji: string }[];
  votes: { from: string; chosen: string[] }[];
  state: 'sending' | 'sent' | 'delivered' | 'read' | null;
  unread: boolean;
}

export interface Chat {
  chatId: string;
  kind: 'person' | 'group' | 'status';
  name: string;
  picture: string | null;
  members: string[];
  unread: number;
  last: Message | null;
}

export interface PhoneCall {
  id: string;
  from: string;
  to: string;
  video: boolean;
  state: 'ringing' | 'accepted' | 'rejected' | 'ended';
}

export type Change =
  | { what: 'chat'; chatId: string }
  | { what: 'typing'; chatId: string; from: string; state: string }
  | { what: 'call'; callId: string }
  | { what: 'people' };

export type Behaviour = Partial<Pick<Person, 'online' | 'autoRead' | 'replyWith'>>;

const LIMIT_MS = 30_000;

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(problemIn(text) ?? `The sandbox answered ${response.status}.`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function problemIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail;
  } catch {
    return undefined;
  }
}

/** Phones and contacts have the same routes under their own names. */
const at = ({ role, phoneNumber }: Person) => `/${role}s/${phoneNumber}`;
const screen = (phoneNumber: string) => `/people/${phoneNumber}`;

export const people = async () => (await call<{ people: Person[] }>('GET', '/people')).people;

export const create = (role: Person['role'], wanted: { name?: string; phoneNumber?: string }) =>
  call<Person>('POST', `/${role}s`, wanted);

export const remove = (person: Person) => call('DELETE', at(person));

export const chats = async (phoneNumber: string) =>
  (await call<{ chats: Chat[] }>('GET', `${screen(phoneNumber)}/chats`)).chats;

export const messages = (phoneNumber: string, chatId: string, limit: number) =>
  call<{ messages: Message[]; earlier: number }>(
    'GET',
    `${screen(phoneNumber)}/chats/${encodeURIComponent(chatId)}/messages?limit=${limit}`,
  );

export const fileUrl = (phoneNumber: string, { from, messageId }: Message) =>
  `${screen(phoneNumber)}/messages/${from}/${messageId}/file`;

export const changesUrl = (phoneNumber: string) => `${screen(phoneNumber)}/changes`;

export const say = (person: Person, to: string, body: object) =>
  call<{ messageId: string }>('POST', `${at(person)}/messages`, { to, ...body });

export const read = (person: Person, messageIds: string[]) => call('POST', `${at(person)}/read`, { messageIds });

export const behave = (person: Person, behaviour: Behaviour) => call<Person>('PATCH', at(person), behaviour);

export const setProfile = ({ phoneNumber }: Person, profile: { name?: string; about?: string }) =>
  call('PATCH', `${screen(phoneNumber)}/profile`, profile);

export const show = ({ phoneNumber }: Person, state: string, to?: string) =>
  call('POST', `${screen(phoneNumber)}/presence`, { state, ...(to !== undefined && { to }) });

export const scan = (phoneNumber: string, qr: string) =>
  call<{ phoneNumber: string; device: number }>('POST', `/phones/${phoneNumber}/scan`, { qr });

export const enterCode = (phoneNumber: string, code: string) =>
  call<{ phoneNumber: string; device: number }>('POST', `/phones/${phoneNumber}/pairing-code`, { code });

export const logOut = (phoneNumber: string, device: number) =>
  call('POST', `/phones/${phoneNumber}/devices/${device}/logout`);

export const ringing = async (phoneNumber: string) => {
  const { calls } = await call<{ calls: PhoneCall[] }>('GET', '/calls');
  return calls.filter(({ from, to, state }) => (from === phoneNumber || to === phoneNumber) && state === 'ringing');
};

export const ring = ({ phoneNumber }: Person, to: string) =>
  call<PhoneCall>('POST', `${screen(phoneNumber)}/calls`, { to });

export const hangUp = (id: string) => call('POST', `/calls/${id}/end`, {});

export const answer = (id: string, accept: boolean) => call('POST', `/calls/${id}/answer`, { accept });
