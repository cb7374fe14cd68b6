import { Injectable } from '@nestjs/common';
import type { LinkPreview } from '../../contracts/index.js';
import { Looks, Media } from '../media/index.js';
import { Pages } from '../previews/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { linkIn } from './link-in.js';
import type { LinkPreviewDto } from './link-preview.dto.js';
import { wrongField } from './wrong-field.js';

/** What is shown of the first link in a text: made before the message is accepted, and never a reason not to send it. */
@Injectable()
export class LinkPreviews {
  constructor(
    private readonly pages: Pages,
    private readonly media: Media,
    private readonly looks: Looks,
  ) {}

  /**
   * With `true` what the page says of itself, null where there is no link or no preview to be had in 5 s. A preview of the caller's own
   * must be of a link that stands in the text: throws VALIDATION_FAILED, and MEDIA_NOT_FOUND for its picture.
   */
  async of(
    session: SessionEntity,
    text: string,
    wish: boolean | LinkPreviewDto | null | undefined,
  ): Promise<LinkPreview | null> {
    if (!wish) return null;
    const link = linkIn(text);
    if (wish !== true) return this.own(session, text, wish, wish.url ?? link);
    return link === null ? null : this.pages.preview(link);
  }

  private async own(
    { userId, id: sessionId }: SessionEntity,
    text: string,
    { title, description = null, imageMediaId }: LinkPreviewDto,
    url: string | null,
  ): Promise<LinkPreview> {
    if (url === null || !text.includes(url))
      throw wrongField('/linkPreview', 'must be of a link that stands in the text');
    const image = imageMediaId ? await this.media.own({ userId, sessionId }, imageMediaId) : null;
    if (image && image.kind !== 'image')
      throw wrongField('/linkPreview/imageMediaId', `must be a picture, and is ${image.mimetype}`);
    return { url, title, description, thumbnail: image && (await this.looks.of(image)).thumbnail };
  }
}
