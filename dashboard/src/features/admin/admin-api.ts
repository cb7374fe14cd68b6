import type { paths } from '../../../../examples/typescript-client/api.js';
import { answer, client, type Schema } from './client';

/** The calls that only administrators may make; everybody else is answered 403. */

export type Worker = Schema<'WorkerFiguresDto'>;
export type Metrics = Schema<'MetricsDto'>;
export type TenantSession = Schema<'TenantSessionDto'>;
export type Statistics = Schema<'StatisticsDto'>;
export type User = Schema<'AdministeredUserDto'>;
export type LogEntry = Schema<'SystemLogEntryDto'>;
export type Settings = Schema<'SettingsDto'>;
export type SettingsWish = Schema<'ChangeSettingsDto'>;
export type Event = Schema<'EventDto'>;

const SAMPLES = 360;
const ALARM_EVENTS = 10;
/** `types=a,b`. */
const COMMAS = { array: { style: 'form', explode: false } } as const;
const PAGE = 100;

export const statistics = () => answer(client.GET('/api/v1/admin/statistics'));

export const workers = () => answer(client.GET('/api/v1/workers/statistics'));

/** Newest first, of the last hour. */
export const metricsOf = async (workerId: string) =>
  (
    await answer(
      client.GET('/api/v1/workers/{workerId}/metrics', { params: { path: { workerId }, query: { limit: SAMPLES } } }),
    )
  ).metrics;

export const drainWorker = (workerId: string) =>
  answer(client.POST('/api/v1/workers/{workerId}/drain', { params: { path: { workerId } } }));

export const removeWorker = (workerId: string) =>
  answer(client.DELETE('/api/v1/workers/{workerId}', { params: { path: { workerId } } }));

/** To the best one when `workerId` is null. */
export const migrateSession = (sessionId: string, workerId: string | null) =>
  answer(
    client.POST('/api/v1/sessions/{sessionId}/migrate', {
      params: { path: { sessionId } },
      body: workerId === null ? {} : { workerId },
    }),
  );

/** Those of all users, page by page. */
export async function allSessions(): Promise<TenantSession[]> {
  const found: TenantSession[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const page = await answer(client.GET('/api/v1/admin/sessions', { params: { query } }));
    found.push(...page.sessions);
    cursor = page.pagination.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

export const users = (search: string, cursor: string | null) =>
  answer(
    client.GET('/api/v1/admin/users', {
      params: { query: { limit: PAGE, ...(search && { search }), ...(cursor && { cursor }) } },
    }),
  );

export const changeUser = (userId: string, change: Schema<'ChangeUserDto'>) =>
  answer(client.PATCH('/api/v1/admin/users/{userId}', { params: { path: { userId } }, body: change }));

export const resetPassword = (userId: string) =>
  answer(client.POST('/api/v1/admin/users/{userId}/reset-password', { params: { path: { userId } } }));

type LogQuery = NonNullable<paths['/api/v1/admin/logs']['get']['parameters']['query']>;
export type LogAction = NonNullable<LogQuery['action']>;
/** What is undefined does not matter. */
export type LogFilter = { [K in 'action' | 'target' | 'from' | 'to']?: LogQuery[K] | undefined };

/** By their names in the log; the type sees to it that none is missing. */
const ACTION_NAMES: Record<LogAction, true> = {
  'user.registered': true,
  'user.signed_in': true,
  'user.sign_in_failed': true,
  'user.refresh_token_reused': true,
  'user.signed_out_everywhere': true,
  'user.password_changed': true,
  'user.password_reset': true,
  'user.changed': true,
  'user.deleted': true,
  'data.exported': true,
  'api_key.created': true,
  'api_key.changed': true,
  'api_key.rotated': true,
  'api_key.revoked': true,
  'session.created': true,
  'session.logged_out': true,
  'session.deleted': true,
  'session.exported': true,
  'session.imported': true,
  'session.device_added': true,
  'webhook.created': true,
  'webhook.changed': true,
  'webhook.secret_rotated': true,
  'webhook.deleted': true,
  'worker.drained': true,
  'worker.removed': true,
  'settings.changed': true,
};
export const ACTIONS = Object.keys(ACTION_NAMES) as LogAction[];

interface LogPage {
  entries: LogEntry[];
  pagination: Schema<'PaginationDto'>;
}

export const log = (filter: LogFilter, cursor: string | null) =>
  logAs('application/json', { limit: PAGE, ...filter, ...(cursor !== null && { cursor }) }, 'json') as Promise<LogPage>;

/** All that the filter lets through, as a table for spreadsheets. */
export const logAsCsv = (filter: LogFilter) => logAs('text/csv', filter, 'blob') as Promise<Blob>;

function logAs(
  accept: string,
  filter: { [K in keyof LogQuery]?: LogQuery[K] | undefined },
  parseAs: 'json' | 'blob',
): Promise<unknown> {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as LogQuery;
  return answer<unknown>(client.GET('/api/v1/admin/logs', { params: { query: given, header: { accept } }, parseAs }));
}

export const settings = () => answer(client.GET('/api/v1/admin/settings'));

export const changeSettings = (wish: SettingsWish) => answer(client.PATCH('/api/v1/admin/settings', { body: wish }));

const ALARMING: Event['type'][] = ['webhook.disabled', 'usage.limit', 'session.paired', 'session.logged_out'];

/** What events told this administrator of late, newest first. */
export async function alarmEvents(): Promise<Event[]> {
  const query = { types: ALARMING, order: 'desc', limit: ALARM_EVENTS } as const;
  return (await answer(client.GET('/api/v1/events', { params: { query }, querySerializer: COMMAS }))).events;
}
