import { applyDecorators } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';

/** Documents what all routes about groups have in common. */
export function GroupRoutes() {
  return applyDecorators(
    ApiTags('Groups'),
    ApiProblems(
      'SESSION_NOT_FOUND',
      'GROUP_NOT_FOUND',
      'GROUP_FORBIDDEN',
      'VALIDATION_FAILED',
      'RATE_LIMITED',
      'WHATSAPP_REFUSED',
      ...LIVE_PROBLEMS,
    ),
  );
}
