import { IsOptional, IsString, Length, Matches } from 'class-validator';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u;
// PostgreSQL stores neither NUL nor half a surrogate pair.
const STORABLE = /^[^\0\p{Surrogate}]*$/u;
const named = { message: 'must begin with a letter or digit and have only those, spaces, dots, - and _' };

export class CreateTemplateDto {
  /** Unique among your templates. @example 'order-ready' */
  @IsString()
  @Length(1, 64)
  @Matches(NAME, named)
  name: string;

  /** The text, with places for variables. @example 'Hi {{name}}, your order {{order}} is ready.' */
  @IsString()
  @Length(1, 65_536)
  @Matches(STORABLE, { message: 'must be well-formed text' })
  body: string;
}

export class UpdateTemplateDto {
  /** @example 'order-ready' */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(NAME, named)
  name?: string;

  /** @example 'Hi {{name}}, your order {{order}} is ready.' */
  @IsOptional()
  @IsString()
  @Length(1, 65_536)
  @Matches(STORABLE, { message: 'must be well-formed text' })
  body?: string;
}

export class TemplateDto {
  id: string;
  /** @example 'order-ready' */
  name: string;
  /** @example 'Hi {{name}}, your order {{order}} is ready.' */
  body: string;
  /** What a send must fill in. @example ['name', 'order'] */
  variables: string[];
  createdAt: Date;
  updatedAt: Date;
}

export class TemplateListDto {
  templates: TemplateDto[];
}
