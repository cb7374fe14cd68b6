import { SAMPLE_RATE, SoundShape } from './sound-shape.js';

function tone(seconds: number, loudness: (at: number) => number): Buffer {
  const samples = Buffer.alloc(seconds * SAMPLE_RATE * 2);
  for (let at = 0; at < seconds * SAMPLE_RATE; at++) {
    samples.writeInt16LE(Math.round(Math.sin(at) * loudness(at / SAMPLE_RATE)), at * 2);
  }
  return samples;
}

it('tells how long a sound is and where it is loud', () => {
  const shape = new SoundShape();
  shape.add(tone(4, (at) => (at < 2 ? 8_000 : 16_000)));
  const { seconds, waveform } = shape.end()!;
  expect([seconds, waveform.length]).toEqual([4, 64]);
  expect(Math.max(...waveform)).toBe(100);
  for (const bar of waveform.subarray(0, 31)) expect(Math.abs(bar - 50)).toBeLessThan(6);
  for (const bar of waveform.subarray(33)) expect(bar).toBeGreaterThan(94);
});

it('does not mind how the bytes are cut', () => {
  const sound = tone(1, (at) => 20_000 * at);
  const [whole, cut] = [new SoundShape(), new SoundShape()];
  whole.add(sound);
  for (let at = 0; at < sound.length; at += 333) cut.add(sound.subarray(at, at + 333));
  expect(cut.end()).toEqual(whole.end());
});

it('keeps its shape over many minutes', () => {
  const shape = new SoundShape();
  const [quiet, loud] = [tone(60, () => 4_000), tone(60, () => 16_000)];
  for (let minute = 0; minute < 10; minute++) shape.add(minute < 5 ? quiet : loud);
  const { seconds, waveform } = shape.end()!;
  expect(seconds).toBe(600);
  expect([waveform[5], waveform[60]]).toEqual([25, 100]);
});

it('is flat for silence, 64 long for a click, and nothing for nothing', () => {
  const silence = new SoundShape();
  silence.add(Buffer.alloc(SAMPLE_RATE));
  expect(new Set(silence.end()!.waveform)).toEqual(new Set([0]));
  const click = new SoundShape();
  click.add(Buffer.from([0, 100]));
  expect(click.end()!.waveform).toHaveLength(64);
  expect(new SoundShape().end()).toBeNull();
});
