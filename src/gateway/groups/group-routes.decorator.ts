import { applyDecorators } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../auth/index.js';

/** Documents what all routes about groups have in common. */
export function GroupRoutes() {
  return applyDecorators(
    ApiTags('Groups'),
    ApiProblems(
      'SESSION_NOT_FOUND',
      'SESSION_NOT_CONNECTED',
      'GROUP_NOT_FOUND',
      'GROUP_FORBIDDEN',
      'VALIDATION_FAILED',
      'RATE_LIMITED',
      'WHATSAPP_REFUSED',
      'WHATSAPP_UNREACHABLE',
      'NO_WORKER',
      'SESSION_MOVING',
      'WORKER_TIMEOUT',
    ),
  );
}
