import { applyDecorators, HttpCode, Post, type Type } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems, Needs } from '../auth/index.js';
import { SEND_KINDS } from './send-kinds.dto.js';

/** A route that sends one message: what it is called, and what it answers. Its body has a decorator of its own. */
export function SendRoute(path: string, { summary, answer }: { summary: string; answer: Type }) {
  return applyDecorators(
    Post(path),
    HttpCode(202),
    Needs('messages:send'),
    ApiOperation({ summary }),
    ApiAcceptedResponse({ type: answer }),
    ApiOkResponse({ type: answer, description: 'With `wait`: the message is there, or has failed' }),
    ApiSending(),
  );
}

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
      'recipient.not_on_whatsapp',
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

/** Documents a body that is one of two. */
export function ApiEitherBody(...models: [new () => object, new () => object]) {
  const schema = { oneOf: models.map((dto) => ({ $ref: getSchemaPath(dto) })) };
  return applyDecorators(ApiExtraModels(...models), ApiBody({ schema }));
}
