import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../config/index.js';
import { checkedLookup } from './checked-lookup.js';
import { discard, type Download, DOWNLOAD_HEADERS, downloadOf, nextUrl } from './download.js';
import { EgressFailure, failureOf } from './failure.js';
import { readAtMost } from './read-at-most.js';
import { urlRefusal } from './url-policy.js';

const MAX_RESPONSE_HEADER_BYTES = 16 * 1024;
const MAX_RESPONSE_BYTES = 64 * 1024;
const SNIPPET_CHARS = 200;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;

export interface PostRequest {
  headers: Record<string, string>;
  body: string;
  /** For all of it: name, connection, answer. */
  timeoutMs: number;
}

/** What came back, whatever its status: redirects are not followed, they are answers like any other. */
export interface PostResponse {
  status: number;
  /** Names in lower case; of a repeated header the values joined by commas. */
  headers: Record<string, string>;
  durationMs: number;
  /** The first 200 characters of the body, in the receiver's words. */
  bodySnippet: string;
}

/**
 * The only way to a URL that a customer gave us. Every connection is made to an address that was judged public, unless
 * the installation allows private networks.
 */
@Injectable()
export class Egress implements OnApplicationShutdown {
  private readonly allowPrivate: boolean;
  private readonly agent: Agent;

  constructor(config: AppConfig) {
    this.allowPrivate = config.egressAllowPrivate;
    this.agent = new Agent({
      connect: { timeout: CONNECT_TIMEOUT_MS, ...(!this.allowPrivate && { lookup: checkedLookup() }) },
      maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
    });
  }

  /** Throws URL_REFUSED with the reason when the text of the URL alone rules it out. */
  assertAllowedUrl(url: string): void {
    const refusal = urlRefusal(url, this.allowPrivate);
    if (refusal !== null) throw new Problem('URL_REFUSED', `The URL ${refusal}.`);
  }

  /** Throws URL_REFUSED where the guard says no, and {@link EgressFailure} when no answer came. */
  async post(url: string, { headers, body, timeoutMs }: PostRequest): Promise<PostResponse> {
    const startedAt = performance.now();
    const answer = await this.open(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
    const bytes = await readAtMost(answer.body, MAX_RESPONSE_BYTES);
    return {
      status: answer.statusCode,
      headers: flat(answer.headers),
      durationMs: Math.round(performance.now() - startedAt),
      bodySnippet: bytes.toString('utf8').slice(0, SNIPPET_CHARS),
    };
  }

  /**
   * Begins to read the file behind a URL; `timeoutMs` is for all of it. Up to 3 redirects are followed, each judged like the first
   * URL. Throws URL_REFUSED where the guard says no, and {@link EgressFailure} for everything that is no file.
   */
  async download(url: string, timeoutMs: number): Promise<Download> {
    const request = { method: 'GET' as const, headers: DOWNLOAD_HEADERS, signal: AbortSignal.timeout(timeoutMs) };
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await this.open(url, request);
      const next = nextUrl(url, answer);
      if (next === null) return downloadOf(url, answer);
      await discard(answer.body);
      url = next;
    }
    throw new EgressFailure(`There are more than ${MAX_REDIRECTS} redirects`, null);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async open(
    url: string,
    options: Omit<Dispatcher.RequestOptions, 'origin' | 'path'>,
  ): Promise<Dispatcher.ResponseData> {
    this.assertAllowedUrl(url);
    const { origin, pathname, search } = new URL(url);
    try {
      return await this.agent.request({ ...options, origin, path: pathname + search });
    } catch (error) {
      throw failureOf(error);
    }
  }
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}
