import { Problem } from '../../contracts/index.js';
import { validationPipe } from '../../platform/problems/index.js';
import { ClassicSendDto, ClassicTextDto, DAY_SECONDS, SendTextDto } from './send.dto.js';

/** What every send comes down to in this version. */
export interface TextToSend {
  to: string;
  text: string;
  clientRef: string | null;
  expiresInSeconds: number;
}

// Known to the API, and refused until they work: a part of a message that is left out silently is a wrong message.
const LATER_KINDS = [
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'location',
  'contact',
  'poll',
  'reaction',
  'edit',
  'delete',
  'forward',
];
const LATER_OPTIONS = ['replyTo', 'mentions', 'linkPreview', 'viewOnce', 'sendAt', 'template', 'variables'];
const DEFAULTS = { clientRef: null, expiresInSeconds: DAY_SECONDS };

/** Reads the bodies of the sending routes. Throws VALIDATION_FAILED, or NOT_OFFERED for what comes later. */
export class SendBody {
  private readonly pipe = validationPipe();

  async message(body: unknown): Promise<TextToSend> {
    refuseLater(body);
    const { to, text, clientRef, expiresInSeconds } = await this.read(SendTextDto, body);
    return { to, text, clientRef: clientRef ?? null, expiresInSeconds: expiresInSeconds ?? DAY_SECONDS };
  }

  /** `{to,message}` */
  async classicText(body: unknown): Promise<TextToSend> {
    const { to, message } = await this.read(ClassicTextDto, body);
    return { ...DEFAULTS, to, text: message };
  }

  /** `{to,type?,message}`, or any body that {@link message} takes. */
  async classicSend(body: unknown): Promise<TextToSend> {
    if (!hasField(body, 'message')) return this.message(body);
    refuseLater(body);
    const { to, message } = await this.read(ClassicSendDto, body);
    return { ...DEFAULTS, to, text: message };
  }

  private async read<T>(metatype: new () => T, body: unknown): Promise<T> {
    return (await this.pipe.transform(body, { type: 'body', metatype })) as T;
  }
}

function refuseLater(body: unknown): void {
  const kind = LATER_KINDS.find((later) => hasField(body, 'type') && body.type === later);
  if (kind) throw new Problem('NOT_OFFERED', `Messages of the type ${kind} are not offered yet; text is.`);
  const option = LATER_OPTIONS.find((later) => hasField(body, later));
  if (option) throw new Problem('NOT_OFFERED', `The option ${option} is not offered yet.`);
}

function hasField<Name extends string>(body: unknown, name: Name): body is Record<Name, unknown> {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name);
}
