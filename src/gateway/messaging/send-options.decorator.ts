import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, getSchemaPath } from '@nestjs/swagger';
import { ApiProblems } from '../auth/index.js';
import { SEND_KINDS } from './send-kinds.dto.js';

/** Documents what all sending routes have in common. */
export function ApiSending() {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Up to 255 characters, kept for 7 days. The same key with the same body gets the first answer again, with the header `Idempotent-Replayed: true`.',
    }),
    ApiProblems(
      'SESSION_NOT_FOUND',
      'VALIDATION_FAILED',
      'RECIPIENT_INVALID',
      'IDEMPOTENCY_MISMATCH',
      'RATE_LIMITED',
      'TEMPLATE_NOT_FOUND',
      'MEDIA_NOT_FOUND',
      'MEDIA_NOT_FETCHED',
      'URL_REFUSED',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'UNAVAILABLE',
      'NOT_OFFERED',
    ),
  );
}

/** Documents a body that is any of the kinds, or one of `others`. */
export function ApiSendBody(...others: (new () => object)[]) {
  const kinds = Object.entries(SEND_KINDS);
  const models = [...new Set([...others, ...kinds.map(([, dto]) => dto)])];
  const mapping = Object.fromEntries(kinds.map(([kind, dto]) => [kind, getSchemaPath(dto)]));
  const schema = {
    oneOf: models.map((dto) => ({ $ref: getSchemaPath(dto) })),
    ...(others.length === 0 && { discriminator: { propertyName: 'type', mapping } }),
  };
  return applyDecorators(ApiExtraModels(...models), ApiBody({ schema }));
}
