import { MEDIA_MESSAGE_TYPES, Problem } from '../../contracts/index.js';
import { validationPipe } from '../../platform/problems/index.js';
import { BulkDto } from './bulk.dto.js';
import { isEmoji } from './emoji.js';
import { SEND_KINDS, type SendDto, type SendKind } from './send-kinds.dto.js';
import type { SendMediaDto } from './send-media.dto.js';
import type { SendOptionsDto } from './send-options.dto.js';
import { ClassicFileDto, ClassicMediaDto, ClassicSendDto, ClassicTextDto } from './send.dto.js';
import { wrongField } from './wrong-field.js';

const KINDS = Object.keys(SEND_KINDS) as SendKind[];

const BUSINESS_ONLY = 'WhatsApp shows them from its business platform only, not from linked devices.';
/** What people ask of WhatsApp gateways, and WhatsApp does not let a linked device send. */
const NEVER_KINDS = ['button', 'buttons', 'list', 'interactive', 'product', 'catalog', 'order', 'payment', 'flow'];

const ANY_CONTENT: SendKind[] = [
  'text',
  'template',
  'location',
  'contact',
  'groupInvite',
  'poll',
  ...MEDIA_MESSAGE_TYPES,
];
const CAPTIONED: SendKind[] = ['image', 'video', 'document'];
/** Which kinds an option makes sense for. */
const OPTION_KINDS = {
  replyTo: ANY_CONTENT,
  mentions: [...ANY_CONTENT, 'edit'],
  linkPreview: ['text', 'template'],
  viewOnce: ['image', 'video', 'voice'] as SendKind[],
} satisfies Partial<Record<keyof SendOptionsDto, SendKind[]>>;

/**
 * Reads the bodies of the sending routes. Throws VALIDATION_FAILED for what is wrong or makes no sense together, and NOT_OFFERED
 * for what WhatsApp or this version does not offer.
 */
export class SendBody {
  private readonly pipe = validationPipe();

  /** Whatever `type` says. */
  async message(body: unknown): Promise<SendDto> {
    refuseNotOffered(body);
    const type = kindOf(body);
    const dto = await this.read<SendDto>(SEND_KINDS[type], body);
    // A template may be sent without a type.
    Object.assign(dto, { type });
    refuseSenseless(dto);
    return dto;
  }

  /** `{to,message}` */
  async classicText(body: unknown): Promise<SendDto> {
    return textOf(await this.read(ClassicTextDto, body));
  }

  /** `{to,type?,message}`, or any body that {@link message} takes. */
  async classicSend(body: unknown): Promise<SendDto> {
    if (!hasField(body, 'message')) return this.message(body);
    refuseNotOffered(body);
    return textOf(await this.read(ClassicSendDto, body));
  }

  /** `{to,type,caption?,mediaUrl}` */
  async classicMedia(body: unknown): Promise<SendDto> {
    const { to, type, caption, mediaUrl } = await this.read(ClassicMediaDto, body);
    const dto: SendMediaDto = { to, type, media: { url: mediaUrl }, ...(caption && { caption }) };
    refuseSenselessMedia(dto);
    return dto;
  }

  /** The fields of a form that a file comes with; those that were left empty are not there. */
  async classicForm(fields: ReadonlyMap<string, string>): Promise<ClassicFileDto> {
    const dto = await this.read(ClassicFileDto, Object.fromEntries([...fields].filter(([, value]) => value !== '')));
    refuseCaption(dto);
    return dto;
  }

  /** `{messages:[…]}`; the messages themselves as they came, to be read one by one. */
  async bulk(body: unknown): Promise<unknown[]> {
    await this.read(BulkDto, body);
    return (body as BulkDto).messages;
  }

  private async read<T>(metatype: new () => T, body: unknown): Promise<T> {
    return (await this.pipe.transform(body, { type: 'body', metatype })) as T;
  }
}

function textOf({ to, message }: ClassicTextDto): SendDto {
  return { to, type: 'text', text: message };
}

function kindOf(body: unknown): SendKind {
  // A body that is no object has more wrong than its type; the pipe tells.
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'text';
  const type = 'type' in body ? body.type : undefined;
  if ('template' in body && (type === undefined || type === 'text')) return 'template';
  const kind = KINDS.find((known) => known === type);
  if (!kind) throw wrongField('/type', `must be one of ${KINDS.join(', ')}`);
  return kind;
}

function refuseNotOffered(body: unknown): void {
  if (hasField(body, 'type') && typeof body.type === 'string') {
    const { type } = body;
    if (NEVER_KINDS.includes(type)) throw new Problem('NOT_OFFERED', `Messages of the type ${type}: ${BUSINESS_ONLY}`);
  }
}

function refuseSenseless(dto: SendDto): void {
  for (const [option, kinds] of Object.entries(OPTION_KINDS) as [keyof typeof OPTION_KINDS, SendKind[]][]) {
    if (isSet(dto[option]) && !kinds.includes(dto.type)) {
      throw wrongField(`/${option}`, `makes no sense for the type ${dto.type}`);
    }
  }
  if (dto.type === 'reaction' && dto.emoji !== '' && !isEmoji(dto.emoji)) {
    throw wrongField('/emoji', 'must be one emoji, or empty to take the reaction back');
  }
  if ('media' in dto) refuseSenselessMedia(dto);
  if (dto.type === 'poll' && (dto.selectable ?? 0) > dto.options.length) {
    throw wrongField('/selectable', 'must not be greater than the number of options');
  }
}

function refuseSenselessMedia(dto: SendMediaDto): void {
  const { type, media, filename } = dto;
  const sources = [media.url, media.base64, media.mediaId].filter(isSet);
  if (sources.length !== 1) throw wrongField('/media', 'must have one of url, base64 and mediaId');
  refuseCaption(dto);
  if (filename && type !== 'document') throw wrongField('/filename', `makes no sense for the type ${type}`);
}

function refuseCaption({ type, caption }: Pick<SendMediaDto, 'type' | 'caption'>): void {
  if (caption && !CAPTIONED.includes(type)) throw wrongField('/caption', `makes no sense for the type ${type}`);
}

function isSet(option: unknown): boolean {
  return Array.isArray(option) ? option.length > 0 : option !== undefined && option !== null && option !== false;
}

function hasField<Name extends string>(body: unknown, name: Name): body is Record<Name, unknown> {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name);
}
