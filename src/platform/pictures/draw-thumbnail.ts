import sharp from 'sharp';

/** Of a picture as it is shown: turned the right way up. */
export interface Picture {
  /** In pixels. */
  width: number;
  height: number;
  /** JPEG, without metadata. */
  thumbnail: Uint8Array;
}

const MAX_PIXELS = 50_000_000;
const DECODING_LIMIT_SECONDS = 10;
const QUALITY = 50;
/** All that WhatsApp calls pictures. The library knows more formats, among them some that load other files. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}`);

/** Once in a process, before anything is drawn: other formats are not even tried, and nothing is kept in memory between pictures. */
export function restrictDrawing(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  sharp.cache(false);
  sharp.concurrency(1);
}

/**
 * Draws a picture small, `edge` pixels at its longer side, or (`square`) a square of that out of its middle; of a moving one the first
 * frame. `source` is its bytes or the path of
 * its file. Throws when it is none, is damaged, has more than 50 million pixels or takes more than 10 s.
 */
export async function drawThumbnail(source: string | Uint8Array, edge: number, square = false): Promise<Picture> {
  const picture = sharp(source, { failOn: 'error', limitInputPixels: MAX_PIXELS });
  const { autoOrient } = await picture.metadata();
  const thumbnail = await picture
    .autoOrient()
    .resize(edge, edge, square ? { fit: 'cover' } : { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: QUALITY })
    .timeout({ seconds: DECODING_LIMIT_SECONDS })
    .toBuffer();
  return { ...autoOrient, thumbnail };
}
