import type { proto } from '@whiskeysockets/baileys';

/** What a message is about, without what it came wrapped in. */
export interface Unwrapped {
  message: proto.IMessage;
  /** The name of its one field that says something; null where there is none that we know. */
  kind: keyof proto.IMessage | null;
  viewOnce: boolean;
  /** What polls, and other things that are answered, are encrypted with. */
  secret: Uint8Array | null;
}

/** Fields that hold another message. What a wrapper adds is the concern of the phone that shows it. */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
  'groupMentionedMessage',
  'botInvokeMessage',
  'botForwardedMessage',
  'lottieStickerMessage',
  'associatedChildMessage',
  'pollCreationMessageV4',
  'groupStatusMessage',
  'groupStatusMessageV2',
  'limitSharingMessage',
  'questionMessage',
  'questionReplyMessage',
] as const satisfies (keyof proto.IMessage)[];

const VIEW_ONCE: readonly string[] = ['viewOnceMessage', 'viewOnceMessageV2', 'viewOnceMessageV2Extension'];

const SENDER_KEYS = ['senderKeyDistributionMessage', 'fastRatchetKeySenderKeyDistributionMessage'] as const;

/** Beside what a message says. */
const BESIDE: readonly string[] = ['messageContextInfo', ...SENDER_KEYS];

/** Wrappers in wrappers are normal, endless ones an attack. */
const MAX_DEPTH = 6;

export function unwrap(wrapped: proto.IMessage): Unwrapped {
  let message = wrapped.deviceSentMessage?.message ?? wrapped;
  let secret = secretOf(message) ?? secretOf(wrapped);
  let viewOnce = false;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const wrapper = WRAPPERS.find((name) => message[name]?.message);
    const inner = wrapper && message[wrapper]?.message;
    if (!inner) break;
    viewOnce ||= VIEW_ONCE.includes(wrapper);
    message = inner;
    secret ??= secretOf(message);
  }
  return { message, kind: kindOf(message), viewOnce, secret };
}

/** Keys of a group's member come beside what a message says, or alone: then there is nothing for people in it. */
export function bringsKeys(message: proto.IMessage): boolean {
  return SENDER_KEYS.some((name) => message[name]);
}

function secretOf({ messageContextInfo }: proto.IMessage): Uint8Array | null {
  const secret = messageContextInfo?.messageSecret;
  return secret?.length ? secret : null;
}

function kindOf(message: proto.IMessage): keyof proto.IMessage | null {
  const said = Object.entries(message).find(([name, value]) => value != null && !BESIDE.includes(name));
  return said ? (said[0] as keyof proto.IMessage) : null;
}
