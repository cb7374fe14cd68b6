/** What is known of a file by looking into it. What it does not have, or could not be found out, is null. */
export interface FileLook {
  /** JPEG, base64, at most {@link THUMBNAIL_EDGE} pixels wide and high. */
  thumbnail: string | null;
  /** 64 values of 0 to 100, base64; of sound. */
  waveform: string | null;
  seconds: number | null;
  /** In pixels. */
  width: number | null;
  height: number | null;
}

export const NO_LOOK: FileLook = { thumbnail: null, waveform: null, seconds: null, width: null, height: null };

/** Some 3 KB: it travels with every message, and is blurred until the file is loaded. */
export const THUMBNAIL_EDGE = 100;
