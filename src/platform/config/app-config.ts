import type { Keyring } from '../crypto/index.js';
import type { Environment } from './environment.js';
import type { PlanFigures } from './rules.js';

export interface ObjectStoreConfig {
  endpoint: string;
  port: number;
  accessKey: string;
  secretKey: string;
  bucket: string;
  useSsl: boolean;
}

/** WhatsApp publishes no limit for one address; this is slow enough to pass for an office. */
const CONNECTS_PER_SECOND = 10;

/** What {@link AppConfig} needs besides the validated environment: things that are found out or kept, not configured. */
export interface Derived {
  workerId: string;
  dataDir: string;
  jwtSecret: string;
  keyring: Keyring;
  logFormat: 'json' | 'pretty';
  webhookScheduleMs: number[];
  searchPath: string;
  objectStore: ObjectStoreConfig | undefined;
  plans: Plans;
  corsOrigins: string[];
}

export type Plans = Record<'BASIC' | 'PRO' | 'MAX', PlanFigures>;

/** The configuration of this process, validated and complete. Inject it; nothing else reads the environment. */
export class AppConfig {
  readonly role: 'all' | 'gateway' | 'worker';
  /** The address to listen on. */
  readonly host: string;
  /** The port of the REST API; 0 takes any free one. */
  readonly port: number;
  /** Unique in an installation; commands reach a worker by it. */
  readonly workerId: string;
  readonly workerPort: number;
  readonly workerMaxSessions: number;
  readonly workerAuthToken: string | undefined;
  /** How many accounts of the whole cluster may connect in a second; null: as many as there are. */
  readonly connectsPerSecond: number | null;
  /** One session at most is moved to a less loaded worker in so many seconds; 0: never. */
  readonly rebalanceSeconds: number;
  /** Where a worker outside the transport finds the gateway. */
  readonly backendUrl: string | undefined;
  /** Undefined in ROLE=all: then an embedded PostgreSQL under `dataDir` is used. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Undefined in ROLE=all: then files under `dataDir` are used. */
  readonly objectStore: ObjectStoreConfig | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly jwtSecret: string;
  /** Access tokens that were signed with this one are good as well, until they are over. */
  readonly previousJwtSecret: string | undefined;
  /** The key that wraps all other keys, and the ones before it. */
  readonly keyring: Keyring;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  readonly registration: 'open' | 'closed';
  /** What users may do, by their tier. */
  readonly plans: Plans;
  /** In 15 minutes, from one address, without a good credential; 0: any number. */
  readonly ipRequests: number;
  /** In a minute, of one user: connecting, stopping and the like; 0: any number. */
  readonly sessionOperations: number;
  /** Undefined: WhatsApp's own server. */
  readonly whatsappWsUrl: string | undefined;
  /** True lets webhooks and media URLs reach private networks, over http too. */
  readonly egressAllowPrivate: boolean;
  /** False sends as fast as WhatsApp takes it: for tests and the sandbox. */
  readonly pacing: boolean;
  /** False signs with libsignal's own JavaScript, about 60 times slower. */
  readonly wasmSignatures: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logFormat: 'json' | 'pretty';
  /** The wait in ms before each attempt of a webhook delivery. */
  readonly webhookScheduleMs: number[];
  /** How long a webhook may take to answer. */
  readonly webhookTimeoutMs: number;
  /** A webhook that failed for so long without a success is switched off. */
  readonly webhookDisableAfterMs: number;
  /** Events are kept for so many days; they can be replayed as long. */
  readonly eventRetentionDays: number;
  /** Messages are kept for so many days. */
  readonly messageRetentionDays: string;
  /** Media is kept for so many days. */
  readonly mediaRetentionDays: number;
  /** What administrators and others did is remembered for so many days. */
  readonly systemLogRetentionDays: number;
  /** Who reads `/metrics` must bear it; undefined: everybody may. */
  readonly metricsToken: string | undefined;
  /** Where spans are sent by OTLP over HTTP, as which service, and of how many of all traces (0 to 1); undefined: traces are off. */
  readonly tracing: { endpoint: string; serviceName: string; ratio: number } | undefined;
  /** Where what is billed is posted; undefined: nowhere. */
  readonly billingEvents: { url: string; secret: string } | undefined;
  /** Where programs that we start are looked for. */
  readonly searchPath: string;
  /** The address users reach this installation at. */
  readonly publicUrl: string | undefined;
  /** A phone in the browser that can scan QR codes, for those who look at them in the dashboard. */
  readonly phoneUrl: string | undefined;
  /** Web pages of these origins may call the API from browsers, besides our own. */
  readonly corsOrigins: string[];

  constructor(env: Environment, derived: Derived) {
    this.role = env.ROLE;
    this.host = env.HOST;
    this.port = env.PORT;
    this.workerId = derived.workerId;
    this.workerPort = env.WORKER_PORT;
    this.workerMaxSessions = env.WORKER_MAX_SESSIONS;
    this.workerAuthToken = env.WORKER_AUTH_TOKEN;
    this.connectsPerSecond = env.CONNECTS_PER_SECOND ?? (env.PACING ? CONNECTS_PER_SECOND : null);
    this.rebalanceSeconds = env.REBALANCE_SECONDS;
    this.backendUrl = env.BACKEND_URL;
    this.databaseUrl = env.DATABASE_URL;
    this.redisUrl = env.REDIS_URL;
    this.objectStore = derived.objectStore;
    this.dataDir = derived.dataDir;
    this.jwtSecret = derived.jwtSecret;
    this.previousJwtSecret = env.JWT_SECRET_PREVIOUS;
    this.keyring = derived.keyring;
    this.adminEmail = env.ADMIN_EMAIL;
    this.adminPassword = env.ADMIN_PASSWORD;
    this.registration = env.REGISTRATION;
    this.plans = derived.plans;
    this.ipRequests = env.LIMIT_IP_REQUESTS;
    this.sessionOperations = env.LIMIT_SESSION_OPERATIONS;
    this.whatsappWsUrl = env.WHATSAPP_WS_URL;
    this.egressAllowPrivate = env.EGRESS_ALLOW_PRIVATE;
    this.pacing = env.PACING;
    this.wasmSignatures = env.WASM_SIGNATURES;
    this.logLevel = env.LOG_LEVEL;
    this.logFormat = derived.logFormat;
    this.webhookScheduleMs = derived.webhookScheduleMs;
    this.searchPath = derived.searchPath;
    this.webhookTimeoutMs = env.WEBHOOK_TIMEOUT * 1000;
    this.webhookDisableAfterMs = env.WEBHOOK_DISABLE_AFTER * 1000;
    this.eventRetentionDays = env.EVENT_RETENTION_DAYS;
    this.messageRetentionDays = env.MESSAGE_RETENTION_DAYS;
    this.mediaRetentionDays = env.MEDIA_RETENTION_DAYS;
    this.systemLogRetentionDays = env.SYSTEM_LOG_RETENTION_DAYS;
    const { BILLING_EVENTS_URL: url, BILLING_EVENTS_SECRET: secret } = env;
    this.billingEvents = url !== undefined && secret !== undefined ? { url, secret } : undefined;
    this.publicUrl = env.PUBLIC_URL;
    this.phoneUrl = env.PHONE_URL;
    this.corsOrigins = derived.corsOrigins;
    this.metricsToken = env.METRICS_TOKEN;
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = env;
    const ratio = Number(env.OTEL_TRACES_SAMPLER_ARG);
    this.tracing = endpoint === undefined ? undefined : { endpoint, serviceName, ratio };
  }
}
