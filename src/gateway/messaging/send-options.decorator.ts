import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ApiProblems } from '../auth/index.js';

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
      'NOT_OFFERED',
    ),
  );
}
