import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { LinkPreview } from '../../contracts/index.js';
import { Egress, readAtMost } from '../../platform/egress/index.js';
import { Log } from '../../platform/logging/index.js';
import { endsWithin } from '../../platform/loop/index.js';
import { Pictures } from '../../platform/pictures/index.js';
import { problemOf } from '../../platform/problems/index.js';
import { Turns } from '../../platform/turns/index.js';
import { pageHead } from './page-head.js';

/** For all of a preview: whoever sends a message waits for it. */
const LIMIT_MS = 5_000;
const MAX_PAGE_BYTES = 512 * 1024;
const MAX_IMAGE_BYTES = 2 * 1024 * 1024;
/** What WhatsApp shows beside the text of a link. */
const THUMBNAIL_EDGE = 192;
const AT_ONCE = 4;
const MAX_WAITING = 20;
/** A link that goes to many is read once. */
const REMEMBERED = { max: 200, ttl: 5 * 60_000 };

/** Reads the pages behind links. */
@Injectable()
export class Pages {
  private readonly turns = new Turns(AT_ONCE, MAX_WAITING);
  private readonly recent = new LRUCache<string, Promise<LinkPreview | null>>(REMEMBERED);

  constructor(
    private readonly egress: Egress,
    private readonly pictures: Pictures,
    private readonly log: Log,
  ) {}

  /**
   * What is shown of the page behind a link; null when it says nothing of itself, or could not or may not be read in 5 s. Never throws.
   */
  async preview(url: string): Promise<LinkPreview | null> {
    const known = this.recent.get(url);
    if (known) return known;
    const read = this.turns
      .take(() => this.read(url, performance.now() + LIMIT_MS))
      .catch((err: unknown) => {
        // Not with the address: it is part of a message.
        this.log.info(
          { code: problemOf(err).code, reason: nameOf(err) },
          'a page for the preview of a link could not be read',
        );
        return null;
      });
    this.recent.set(url, read);
    return read;
  }

  private async read(url: string, deadline: number): Promise<LinkPreview | null> {
    const page = await this.egress.download(url, LIMIT_MS);
    if (!/^(text\/html|application\/xhtml\+xml)\b/i.test(page.mimetype ?? '')) {
      page.body.destroy();
      return null;
    }
    const { title, description, image } = pageHead(decoded(await readAtMost(page.body, MAX_PAGE_BYTES), page.mimetype));
    if (title === null) return null;
    const thumbnail = image === null ? null : await this.thumbnail(image, page.url, deadline).catch(() => null);
    return { url, title, description, thumbnail };
  }

  /** Null when it is no picture, too large, or not here in time. Throws what a download throws. */
  private async thumbnail(image: string, page: string, deadline: number): Promise<string | null> {
    const left = () => Math.max(1, Math.round(deadline - performance.now()));
    if (!URL.canParse(image, page)) return null;
    const { body } = await this.egress.download(new URL(image, page).href, left());
    const bytes = await readAtMost(body, MAX_IMAGE_BYTES);
    const drawn = this.pictures.draw(() => Promise.resolve(bytes), THUMBNAIL_EDGE).catch(() => null);
    if (!(await endsWithin(drawn, left()))) return null;
    const picture = await drawn;
    return picture && Buffer.from(picture.thumbnail).toString('base64');
  }
}

/** In the encoding that the server names, or the page itself near its beginning; UTF-8 otherwise. */
function decoded(page: Buffer, mimetype: string | null): string {
  const beginning = page.subarray(0, 1_024).toString('latin1');
  const named = /charset\s*=\s*["']?([\w-]{1,40})/i;
  const label = named.exec(mimetype ?? '')?.[1] ?? named.exec(beginning)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(page);
  } catch {
    return page.toString('utf8'); // An encoding that nobody knows.
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
