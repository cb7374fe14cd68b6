import { IsOptional, IsString, Length } from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';
import { IsOneLine } from '../auth/index.js';

export class ListContactsDto {
  @PageLimit(500, 100)
  limit: number = 100;

  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  cursor?: string;

  /** Part of a name, or of the phone number. @example 'ada' */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @IsOneLine()
  search?: string;
}

export class ContactDto {
  /** The address of the person's chat: by phone number where it is known, else by LID. @example '628123456789@s.whatsapp.net' */
  contactId: string;
  /** Null as long as only the LID is known. @example '+628123456789' */
  phoneNumber: string | null;
  /** The person's other address, which stays when the number changes. @example '104857600000001@lid' */
  lid: string | null;
  /** The best that is known: the saved name, the verified one, or what the person goes by. @example 'Ada Lovelace' */
  name: string | null;
  /** What the person goes by. @example 'Ada' */
  pushName: string | null;
  /** As saved on the phone. @example 'Ada Lovelace' */
  savedName: string | null;
  /** Of a business, verified by WhatsApp. */
  verifiedName: string | null;
  /** Another one when the picture changes; null when none was told of. */
  pictureId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export class ContactPaginationDto {
  /** @example 100 */
  limit: number;
  /** Gives the next page; null on the last one. */
  nextCursor: string | null;
}

export class ContactListDto {
  contacts: ContactDto[];
  pagination: ContactPaginationDto;
}
