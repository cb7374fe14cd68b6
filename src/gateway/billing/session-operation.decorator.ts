import { SetMetadata } from '@nestjs/common';

export const SESSION_OPERATION = 'wagate:session-operation';

/** The route works at a connection to WhatsApp: so many a minute may one user ask for. */
export const SessionOperation = () => SetMetadata(SESSION_OPERATION, true);
