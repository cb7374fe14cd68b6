import type { Contact, Sandbox } from './sandbox.js';

export interface SandboxGroup {
  jid: string;
  subject: string;
  description: string | null;
  inviteCode: string;
  settings: Record<string, unknown>;
  participants: { phoneNumber: string; rank: string }[];
  requests: string[];
}

type Person = Pick<Contact, 'phoneNumber'>;

/** A group that somebody of the sandbox makes. */
export async function newGroup(
  sandbox: Sandbox,
  by: Person,
  others: Person[],
  options: Record<string, unknown> = {},
): Promise<string> {
  const participants = others.map(({ phoneNumber }) => phoneNumber);
  const body = { by: by.phoneNumber, subject: 'Friends', participants, ...options };
  return (await sandbox.call<SandboxGroup>('POST', '/groups', body)).jid;
}

/** A group as WhatsApp has it. */
export function groupAt(sandbox: Sandbox, jid: string): Promise<SandboxGroup> {
  return sandbox.call<SandboxGroup>('GET', `/groups/${jid}`);
}
