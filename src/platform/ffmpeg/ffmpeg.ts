import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { Turns } from '../turns/index.js';
import { filmSize, type FilmSize, type ProbeAnswer } from './probe-answer.js';
import { ProgramFailed, runProgram } from './run-program.js';
import { SAMPLE_RATE, type Sound, SoundShape } from './sound-shape.js';

export interface Film extends FilmSize {
  /** JPEG of its first frame, at most so many pixels wide and high as was asked for; null where it has none. */
  thumbnail: Buffer | null;
}

const AT_ONCE = 2;
const MAX_WAITING = 20;
const RUN_LIMIT_MS = 60_000;
const LOOK_LIMIT_MS = 15_000;
const VERSION_LIMIT_MS = 5_000;
/** Whoever installs it later need not restart us. */
const ASK_AGAIN_MS = 60_000;
const MAX_FRAME_BYTES = 256 * 1024;
const MAX_ANSWER_BYTES = 64 * 1024;

const FORMATS = 'mov,matroska,mp3,ogg,wav,aac,amr,flac,aiff,caf,ac3,asf,wv,ape';
/** Of a file, whatever it claims to be: no other file and no network is opened for it, and no single piece of memory is large. */
const GUARDED = [
  ...['-v', 'error', '-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS],
  ...['-max_alloc', String(256 * 1024 * 1024)],
];
const QUIET = ['-nostdin', '-y', ...GUARDED, '-threads', '1', '-max_pixels', '50000000'];
const OPUS = ['-map', '0:a:0', '-map_metadata', '-1', '-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '32k'];
const SAMPLES = ['-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 's16le', 'pipe:1'];
const SHOWN = 'stream=width,height:stream_side_data=rotation:format=duration';

/** The path of a file on this machine, which is made when it is its turn. */
type Copy = () => Promise<string>;

/** What `ffmpeg` does for us, two files at a time. All throw ProgramFailed for what it can not read, UNAVAILABLE when too many wait. */
@Injectable()
export class Ffmpeg {
  private readonly turns = new Turns(AT_ONCE, MAX_WAITING);
  private asked: { here: Promise<boolean>; at: number } | null = null;

  constructor(private readonly config: AppConfig) {}

  /** Whether both programs are on the search path of this process. */
  async isHere(): Promise<boolean> {
    if (!this.asked || (performance.now() - this.asked.at > ASK_AGAIN_MS && !(await this.asked.here))) {
      this.asked = { here: this.answers(), at: performance.now() };
    }
    return this.asked.here;
  }

  /** Converts the first sound of a file to a voice message, Opus in Ogg, and gives its path, beside the copy. */
  toVoice<T>(copy: Copy, use: (path: string) => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      const from = await copy();
      const to = join(dirname(from), 'voice.ogg');
      const args = [...QUIET, '-i', `file:${from}`, ...OPUS, '-application', 'voip', '-f', 'ogg', `file:${to}`];
      await this.run('ffmpeg', args, RUN_LIMIT_MS, (output) => atMost(output, MAX_ANSWER_BYTES));
      return use(to);
    });
  }

  /** Null where there is no sound in it. */
  sound(copy: Copy): Promise<Sound | null> {
    return this.turns.take(async () => {
      const args = [...QUIET, '-i', `file:${await copy()}`, ...SAMPLES];
      return this.run('ffmpeg', args, RUN_LIMIT_MS, async (output) => {
        const shape = new SoundShape();
        for await (const chunk of output as AsyncIterable<Buffer>) shape.add(chunk);
        return shape.end();
      });
    });
  }

  film(copy: Copy, edge: number): Promise<Film> {
    return this.turns.take(async () => {
      const file = `file:${await copy()}`;
      const asking = [...GUARDED, '-select_streams', 'v:0', '-show_entries', SHOWN, '-of', 'json', file];
      const answer = await this.run('ffprobe', asking, LOOK_LIMIT_MS, (output) => atMost(output, MAX_ANSWER_BYTES));
      return { ...filmSize(JSON.parse(String(answer)) as ProbeAnswer), thumbnail: await this.firstFrame(file, edge) };
    });
  }

  private async firstFrame(file: string, edge: number): Promise<Buffer | null> {
    const small = `scale=w='min(${edge},iw)':h='min(${edge},ih)':force_original_aspect_ratio=decrease`;
    const drawn = [
      '-map',
      '0:v:0',
      '-map_metadata',
      '-1',
      '-frames:v',
      '1',
      '-vf',
      small,
      '-c:v',
      'mjpeg',
      '-q:v',
      '8',
    ];
    const args = [...QUIET, '-i', file, ...drawn, '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', 'pipe:1'];
    const frame = await this.run('ffmpeg', args, LOOK_LIMIT_MS, (output) => atMost(output, MAX_FRAME_BYTES));
    return frame.length > 0 ? frame : null;
  }

  private run<T>(program: string, args: string[], limitMs: number, read: (output: Readable) => Promise<T>): Promise<T> {
    return runProgram({ program, args, searchPath: this.config.searchPath, limitMs }, read);
  }

  private async answers(): Promise<boolean> {
    const ask = (program: string) =>
      this.run(program, ['-version'], VERSION_LIMIT_MS, (output) => atMost(output, MAX_ANSWER_BYTES));
    return Promise.all([ask('ffmpeg'), ask('ffprobe')]).then(
      () => true,
      () => false,
    );
  }
}

async function atMost(output: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) throw new ProgramFailed(`the program wrote more than ${limit} bytes`);
  }
  return Buffer.concat(chunks);
}
