import { Equals, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { TargetDto } from './send-options.dto.js';
import { Storable } from './storable.js';

const PIN_SECONDS = [0, 86_400, 604_800, 2_592_000] as const;

export class SendReactionDto extends TargetDto {
  @Equals('reaction')
  type: 'reaction';

  /** One emoji; an empty string takes the reaction back. @example '👍' */
  @IsString()
  @Length(0, 64)
  emoji: string;
}

export class SendEditDto extends TargetDto {
  @Equals('edit')
  type: 'edit';

  /** What the message says from now on. @example 'At nine, not at eight.' */
  @IsString()
  @Length(1, 65_536)
  @Storable()
  text: string;
}

/** Deletes a message for everyone. */
export class SendDeleteDto extends TargetDto {
  @Equals('delete')
  type: 'delete';
}

/** Pins a message for everybody in its chat, or takes the pin away. */
export class SendPinDto extends TargetDto {
  @Equals('pin')
  type: 'pin';

  /** A day (the default), a week or 30 days, the only ones that WhatsApp has; 0 takes the pin away. @example 604800 */
  @IsOptional()
  @IsIn(PIN_SECONDS)
  forSeconds?: (typeof PIN_SECONDS)[number] | null;
}

/** Sends what another message says, marked as forwarded. */
export class SendForwardDto extends TargetDto {
  @Equals('forward')
  type: 'forward';
}
