import { Expose } from 'class-transformer';
import { IsOptional, ValidateIf } from 'class-validator';
import {
  DaysByKind,
  Flag,
  Key32,
  Keys32,
  OneOf,
  Origins,
  Plan,
  Schedule,
  Secret,
  Text,
  Url,
  UrlWithLogin,
  Whole,
} from './rules.js';

type Role = 'all' | 'gateway' | 'worker';

/** Must be given in these roles; in the others it may be left out. */
const RequiredIn = (...roles: Role[]) =>
  ValidateIf((env: Environment, value) => value !== undefined || roles.includes(env.ROLE));

/** The access to the S3 server: all of it or nothing in ROLE=all, all of it in the other roles. */
const RequiredForObjects = () =>
  ValidateIf((env: Environment, value) => {
    const given = [env.MINIO_ENDPOINT, env.MINIO_ACCESS_KEY, env.MINIO_SECRET_KEY];
    return value !== undefined || env.ROLE !== 'all' || given.some((part) => part !== undefined);
  });

const RequiredWith = (other: 'ADMIN_EMAIL' | 'ADMIN_PASSWORD' | 'BILLING_EVENTS_URL' | 'BILLING_EVENTS_SECRET') =>
  ValidateIf((env: Environment, value) => value !== undefined || env[other] !== undefined);

/** Every variable the product reads, one property each, as strings, numbers and booleans. */
export class Environment {
  @Expose()
  @OneOf('all', 'gateway', 'worker')
  ROLE: Role = 'all';

  @Expose()
  @Text('an address to listen on, such as 0.0.0.0', /^[A-Za-z0-9.:_-]+$/)
  HOST = '0.0.0.0';

  @Expose()
  @Whole('a port, 0 for any free one', 0, 65535)
  PORT = 8000;

  @Expose()
  @IsOptional()
  @Text('1 to 64 letters, digits, dots, dashes or underscores', /^[A-Za-z0-9._-]{1,64}$/)
  WORKER_ID?: string;

  @Expose()
  @Whole('a port, 0 for any free one', 0, 65535)
  WORKER_PORT = 8001;

  @Expose()
  @Whole('a number of sessions', 1, 10_000)
  WORKER_MAX_SESSIONS = 50;

  @Expose()
  @IsOptional()
  @Whole('a number of connects a second', 1, 10_000)
  CONNECTS_PER_SECOND?: number;

  @Expose()
  @Whole('a number of seconds, 0 for never', 0, 86_400)
  REBALANCE_SECONDS = 10;

  @Expose()
  @RequiredIn('gateway', 'worker')
  @Secret(16)
  WORKER_AUTH_TOKEN?: string;

  @Expose()
  @IsOptional()
  @Url('http', 'https')
  BACKEND_URL?: string;

  @Expose()
  @RequiredIn('gateway', 'worker')
  @Url('postgres', 'postgresql')
  DATABASE_URL?: string;

  @Expose()
  @IsOptional()
  @UrlWithLogin('postgres', 'postgresql')
  WORKER_DATABASE_URL?: string;

  @Expose()
  @RequiredIn('gateway', 'worker')
  @Url('redis', 'rediss')
  REDIS_URL?: string;

  @Expose()
  @RequiredForObjects()
  @Text('host:port of an S3 server, without http://', /^[A-Za-z0-9._-]+(:\d{1,5})?$/)
  MINIO_ENDPOINT?: string;

  @Expose()
  @RequiredForObjects()
  @Text('the access key of the S3 server', /^\S+$/)
  MINIO_ACCESS_KEY?: string;

  @Expose()
  @RequiredForObjects()
  @Secret(8)
  MINIO_SECRET_KEY?: string;

  @Expose()
  @Text('a bucket name: 3 to 63 of a-z, 0-9, dot and dash', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
  MINIO_BUCKET_NAME = 'whatsapp-sessions';

  @Expose()
  @Flag('true or false')
  MINIO_USE_SSL = false;

  @Expose()
  @Text('a folder', /./)
  DATA_DIR = './data';

  @Expose()
  @RequiredIn('gateway')
  @Secret(32)
  JWT_SECRET?: string;

  @Expose()
  @IsOptional()
  @Secret(32)
  JWT_SECRET_PREVIOUS?: string;

  @Expose()
  @RequiredIn('gateway', 'worker')
  @Key32()
  ENCRYPTION_KEY?: string;

  @Expose()
  @Keys32()
  ENCRYPTION_KEYS_PREVIOUS = '';

  @Expose()
  @RequiredWith('ADMIN_PASSWORD')
  @Text('an e-mail address, together with ADMIN_PASSWORD', /^[^\s@]+@[^\s@]+$/)
  ADMIN_EMAIL?: string;

  @Expose()
  @RequiredWith('ADMIN_EMAIL')
  @Secret(8, 72)
  ADMIN_PASSWORD?: string;

  @Expose()
  @OneOf('open', 'closed')
  REGISTRATION: 'open' | 'closed' = 'open';

  @Expose()
  @Plan()
  PLAN_BASIC = '100,1000,1';

  @Expose()
  @Plan()
  PLAN_PRO = '1000,10000,5';

  @Expose()
  @Plan()
  PLAN_MAX = '10000,100000,50';

  @Expose()
  @Whole('a number of requests, 0 for any', 0, 1_000_000_000)
  LIMIT_IP_REQUESTS = 1000;

  @Expose()
  @Whole('a number of operations, 0 for any', 0, 1_000_000_000)
  LIMIT_SESSION_OPERATIONS = 60;

  @Expose()
  @IsOptional()
  @Url('ws', 'wss')
  WHATSAPP_WS_URL?: string;

  @Expose()
  @Flag('true or false')
  EGRESS_ALLOW_PRIVATE = false;

  @Expose()
  @Flag('on or off')
  PACING = true;

  @Expose()
  @Flag('on or off')
  WASM_SIGNATURES = true;

  @Expose()
  @Schedule()
  WEBHOOK_SCHEDULE = '0,5,300,1800,7200,18000,36000,50400,72000,86400';

  @Expose()
  @Whole('seconds', 1, 60)
  WEBHOOK_TIMEOUT = 15;

  @Expose()
  @Whole('seconds', 1, 2_592_000)
  WEBHOOK_DISABLE_AFTER = 432_000;

  @Expose()
  @Whole('a number of days', 1, 3650)
  EVENT_RETENTION_DAYS = 30;

  @Expose()
  @Whole('a number of days', 1, 3650)
  MEDIA_RETENTION_DAYS = 30;

  @Expose()
  @DaysByKind()
  MESSAGE_RETENTION_DAYS = '365';

  @Expose()
  @Whole('a number of days', 1, 3650)
  SYSTEM_LOG_RETENTION_DAYS = 365;

  @Expose()
  @RequiredWith('BILLING_EVENTS_SECRET')
  @Url('http', 'https')
  BILLING_EVENTS_URL?: string;

  @Expose()
  @RequiredWith('BILLING_EVENTS_URL')
  @Text(
    'whsec_ and 24 to 64 random bytes in base64, together with BILLING_EVENTS_URL',
    /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/,
  )
  BILLING_EVENTS_SECRET?: string;

  @Expose()
  @IsOptional()
  @Url('http', 'https')
  PUBLIC_URL?: string;

  @Expose()
  @IsOptional()
  @Url('http', 'https')
  PHONE_URL?: string;

  @Expose()
  @Origins()
  CORS_ORIGINS = '';

  @Expose()
  @OneOf('debug', 'info', 'warn', 'error')
  LOG_LEVEL: 'debug' | 'info' | 'warn' | 'error' = 'info';

  @Expose()
  @IsOptional()
  @OneOf('json', 'pretty')
  LOG_FORMAT?: 'json' | 'pretty';

  @Expose()
  @IsOptional()
  @Secret(16)
  METRICS_TOKEN?: string;

  @Expose()
  @IsOptional()
  @Url('http', 'https')
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  @Expose()
  @Text('1 to 64 letters, digits, dots, dashes or underscores', /^[A-Za-z0-9._-]{1,64}$/)
  OTEL_SERVICE_NAME = 'wagate';

  @Expose()
  @Text('a share from 0 to 1, such as 0.1', /^(0(\.\d{1,9})?|1(\.0{1,9})?)$/)
  OTEL_TRACES_SAMPLER_ARG = '1';
}
