/** How long a sound is, and how loud it is over its time. */
export interface Sound {
  seconds: number;
  /** 64 values of 0 to 100, relative to the loudest. */
  waveform: Uint8Array;
}

/** Samples a second of what {@link SoundShape} is given: enough for loudness. */
export const SAMPLE_RATE = 8_000;

const BARS = 64;
const FIRST_WINDOW = 80;
/** When there are more, each two become one: a day of sound takes no more memory than a minute. */
const MAX_WINDOWS = 8_192;
const SAMPLE_BYTES = 2;

/** Reads sound as it comes, as 16-bit little-endian samples of one channel. */
export class SoundShape {
  private levels: number[] = [];
  private windowSamples = FIRST_WINDOW;
  private samples = 0;
  private sum = 0;
  private inWindow = 0;
  private rest: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const whole = bytes.length - (bytes.length % SAMPLE_BYTES);
    for (let at = 0; at < whole; at += SAMPLE_BYTES) this.addSample(levelAt(bytes, at));
    this.rest = bytes.subarray(whole);
  }

  /** Null when there was no sound at all. */
  end(): Sound | null {
    if (this.inWindow > 0) this.endWindow();
    if (this.samples === 0) return null;
    return { seconds: this.samples / SAMPLE_RATE, waveform: bars(this.levels) };
  }

  private addSample(level: number): void {
    this.samples++;
    this.sum += level;
    this.inWindow++;
    if (this.inWindow === this.windowSamples) this.endWindow();
  }

  private endWindow(): void {
    this.levels.push(this.sum / this.inWindow);
    this.sum = 0;
    this.inWindow = 0;
    if (this.levels.length < MAX_WINDOWS) return;
    this.levels = Array.from({ length: MAX_WINDOWS / 2 }, (_, at) => average(this.levels.slice(2 * at, 2 * at + 2)));
    this.windowSamples *= 2;
  }
}

/** By hand: this runs for every sample, and `readInt16LE` is three times slower. */
function levelAt(bytes: Buffer, at: number): number {
  return Math.abs(((bytes[at]! | (bytes[at + 1]! << 8)) << 16) >> 16);
}

function bars(levels: number[]): Uint8Array {
  const heights = Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / BARS);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / BARS));
    return average(levels.slice(from, to));
  });
  const loudest = Math.max(...heights);
  return Uint8Array.from(heights, (height) => (loudest > 0 ? Math.round((height / loudest) * 100) : 0));
}

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
