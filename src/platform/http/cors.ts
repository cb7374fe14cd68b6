/** What pages may send and read beyond what their browsers let them anyway. */
const ALLOWED_HEADERS = [
  ...['Authorization', 'X-Api-Key', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'Range'],
  ...['X-Request-Id', 'X-Requested-With'],
];
const EXPOSED_HEADERS = [
  ...['X-Request-Id', 'Idempotent-Replayed', 'Retry-After', 'Content-Disposition', 'Content-Range'],
  ...['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
];
/** Browsers need not ask again for so long. */
const PREFLIGHT_SECONDS = 600;

/**
 * Pages of exactly these origins may call us, with the cookie that a browser keeps for us. Others are told nothing, so that their
 * browsers keep our answers from them.
 */
export function corsFor(origins: string[]) {
  type Decide = (error: null, allowed: string | false) => void;
  return {
    origin: (origin: string | undefined, decide: Decide) =>
      decide(null, origin !== undefined && origins.includes(origin) && origin),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
  };
}
