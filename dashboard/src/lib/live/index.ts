/** What happens, as it happens: one stream of `GET /events/stream` for the whole page, shared by all who want to know. */
export type { LiveEvent, StreamState } from './event-stream';
export { LiveProvider, useLiveEvents, useStreamState } from './live-provider';
