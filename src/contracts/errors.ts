/**
 * The one table of error codes. A code is part of the public API: it never changes its meaning, and it survives RPC.
 * `status` is the HTTP status, `title` the constant sentence; the `detail` of one occurrence names the thing and its state.
 */
export const PROBLEMS = {
  MALFORMED_REQUEST: { status: 400, title: 'The request could not be read' },
  MALFORMED_JSON: { status: 400, title: 'The body is not valid JSON' },
  UNAUTHENTICATED: { status: 401, title: 'A valid credential is required' },
  INVALID_CREDENTIALS: { status: 401, title: 'The e-mail or the password is wrong' },
  REFRESH_TOKEN_INVALID: { status: 401, title: 'The refresh token is not valid any more' },
  FORBIDDEN: { status: 403, title: 'This credential may not do that' },
  CROSS_SITE: { status: 403, title: 'Only our own pages may ask for that' },
  GROUP_FORBIDDEN: { status: 403, title: 'The session may not do that in this group' },
  REGISTRATION_CLOSED: { status: 403, title: 'Registration is closed on this installation' },
  NOT_FOUND: { status: 404, title: 'There is nothing here' },
  SESSION_NOT_FOUND: { status: 404, title: 'There is no such session' },
  MESSAGE_NOT_FOUND: { status: 404, title: 'There is no such message' },
  BATCH_NOT_FOUND: { status: 404, title: 'There is no such batch' },
  TEMPLATE_NOT_FOUND: { status: 404, title: 'There is no such template' },
  WEBHOOK_NOT_FOUND: { status: 404, title: 'There is no such webhook' },
  DELIVERY_NOT_FOUND: { status: 404, title: 'There is no such delivery' },
  WORKER_NOT_FOUND: { status: 404, title: 'There is no such worker' },
  CHAT_NOT_FOUND: { status: 404, title: 'There is no such chat' },
  LABEL_NOT_FOUND: { status: 404, title: 'There is no such label' },
  CALL_NOT_FOUND: { status: 404, title: 'There is no such call' },
  CONTACT_NOT_FOUND: { status: 404, title: 'There is no such contact on WhatsApp' },
  PICTURE_NOT_FOUND: { status: 404, title: 'There is no picture, or it is hidden' },
  CHANNEL_NOT_FOUND: { status: 404, title: 'There is no such channel' },
  GROUP_NOT_FOUND: { status: 404, title: 'There is no such group' },
  INVITE_NOT_FOUND: { status: 404, title: 'There is no such invite' },
  MEDIA_NOT_FOUND: { status: 404, title: 'There is no such media' },
  MEDIA_PENDING: { status: 404, title: 'The media is on its way' },
  EXPORT_NOT_FOUND: { status: 404, title: 'There is no export of this day' },
  SESSION_FILE_NOT_FOUND: { status: 404, title: 'The session was not exported' },
  DATA_EXPORT_NOT_FOUND: { status: 404, title: 'There is no such export of data, or it is not ready' },
  USER_NOT_FOUND: { status: 404, title: 'There is no such user' },
  API_KEY_NOT_FOUND: { status: 404, title: 'There is no such API key' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This method is not allowed here' },
  WORKER_EXISTS: { status: 409, title: 'This worker is known already' },
  LAST_ADMIN: { status: 409, title: 'An installation needs an administrator' },
  EMAIL_TAKEN: { status: 409, title: 'This e-mail address is registered already' },
  SESSION_EXISTS: { status: 409, title: 'This session id is taken' },
  TEMPLATE_EXISTS: { status: 409, title: 'There is a template of this name already' },
  SESSION_LIMIT_REACHED: { status: 409, title: 'The plan has no room for another session' },
  SESSION_ELSEWHERE: { status: 409, title: 'The session is not served here' },
  SESSION_NOT_CONNECTED: { status: 409, title: 'The session is not connected' },
  SESSION_NOT_PAIRED: { status: 409, title: 'The session is linked to no phone' },
  SESSION_EXPORTED: { status: 409, title: 'The session was exported to another installation' },
  SESSION_FILE_USED: { status: 409, title: 'This file of a session was used before, or a newer one was made' },
  DATA_EXPORT_UNDER_WAY: { status: 409, title: 'An export of data is not finished yet' },
  MESSAGES_QUEUED: { status: 409, title: 'Messages are waiting to be sent' },
  SESSION_ALREADY_PAIRED: { status: 409, title: 'The session is paired already' },
  WHATSAPP_REFUSED: { status: 409, title: 'WhatsApp does not allow that' },
  NO_QR: { status: 409, title: 'There is no QR code to scan' },
  MESSAGE_NOT_QUEUED: { status: 409, title: 'The message is not queued any more' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'The first request with this idempotency key is still being handled' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported' },
  RANGE_NOT_SATISFIABLE: { status: 416, title: 'The range lies outside of the file' },
  VALIDATION_FAILED: { status: 422, title: 'A field is wrong' },
  RECIPIENT_INVALID: { status: 422, title: 'The recipient is not an address of WhatsApp' },
  'recipient.not_on_whatsapp': { status: 422, title: 'The recipient is not on WhatsApp' },
  URL_REFUSED: { status: 422, title: 'The URL may not be reached from here' },
  MEDIA_NOT_FETCHED: { status: 422, title: 'The media could not be fetched from its URL' },
  SESSION_FILE_DAMAGED: { status: 422, title: 'The file of a session is not as it was made' },
  SESSION_FILE_REFUSED: {
    status: 422,
    title: 'The file of a session comes from, or is meant for, another installation',
  },
  PASSPHRASE_WRONG: { status: 422, title: 'The passphrase is not that of the file' },
  IDEMPOTENCY_MISMATCH: { status: 422, title: 'The idempotency key was used with another body' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  NOT_OFFERED: { status: 501, title: 'WhatsApp or this version does not offer that' },
  MESSAGE_FAILED: { status: 502, title: 'WhatsApp did not take the message' },
  UNAVAILABLE: { status: 503, title: 'A part that is needed is not available' },
  NO_WORKER: { status: 503, title: 'No worker is available for this session' },
  SESSION_MOVING: { status: 503, title: 'The session is moving to another worker' },
  WORKER_TIMEOUT: { status: 503, title: 'The worker did not answer in time' },
  WHATSAPP_UNREACHABLE: { status: 503, title: 'WhatsApp can not be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One wrong field: `pointer` is a JSON pointer into the body (`/to`), or the name of a query or path parameter. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** What a problem may carry besides its code and its detail. */
export interface ProblemExtras {
  errors?: FieldProblem[];
  /** Seconds after which a repetition makes sense; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Says which limit was hit, with 429. */
  reason?: string;
  /** With 429; becomes the headers `RateLimit-*`. */
  allowance?: Allowance;
  cause?: unknown;
}

/** What is left of a limit. */
export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/**
 * The one exception class. Thrown anywhere, it becomes problem+json at the HTTP edge and `{code, detail, errors}` over RPC.
 * `detail` is shown to callers: it names the thing and its state, never a secret.
 */
export class Problem extends Error {
  readonly errors: FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: string | undefined;
  readonly allowance: Allowance | undefined;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    extras: ProblemExtras = {},
  ) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'Problem';
    this.errors = extras.errors;
    this.retryAfterSeconds = extras.retryAfterSeconds;
    this.reason = extras.reason;
    this.allowance = extras.allowance;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  get title(): string {
    return PROBLEMS[this.code].title;
  }

  /** The shape that crosses the transport. */
  toWire(): WireProblem {
    const { code, detail, errors, retryAfterSeconds, reason } = this;
    return {
      problem: code,
      detail,
      ...(errors && { errors }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      ...(reason !== undefined && { reason }),
    };
  }

  /** Rebuilds a problem that crossed the transport; null when `error` is something else. */
  static fromWire(error: unknown): Problem | null {
    if (!isWireProblem(error)) return null;
    return new Problem(error.problem, error.detail, error);
  }
}

export interface WireProblem {
  problem: ProblemCode;
  detail: string;
  errors?: FieldProblem[];
  retryAfterSeconds?: number;
  reason?: string;
}

function isWireProblem(error: unknown): error is WireProblem {
  if (typeof error !== 'object' || error === null || !('problem' in error) || !('detail' in error)) return false;
  return typeof error.problem === 'string' && error.problem in PROBLEMS && typeof error.detail === 'string';
}
