import { Matches } from 'class-validator';

/** A name for people: no line breaks and no other control characters, which the database would refuse in part. */
export function IsOneLine(): PropertyDecorator {
  return Matches(/^\P{Cc}*$/u, { message: 'must not contain control characters' });
}
