import { frame, FrameReader } from './frames.js';

const HEADER = Buffer.from([0x57, 0x41, 6, 3]);

describe('frames', () => {
  it('come out whole however the stream is cut', () => {
    const bodies = [Buffer.from('one'), Buffer.alloc(0), Buffer.alloc(70_000, 7)];
    const stream = Buffer.concat([HEADER, ...bodies.map(frame)]);
    for (const size of [1, 5, 4096, stream.length]) {
      const reader = new FrameReader();
      const found: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) found.push(...reader.push(stream.subarray(at, at + size)));
      expect(found).toEqual(bodies);
    }
  });

  it('leave routing info out of the header', () => {
    const reader = new FrameReader();
    const routing = Buffer.from([0x45, 0x44, 0, 1, 0, 0, 2, 9, 9]);
    expect(reader.push(Buffer.concat([routing, HEADER, frame(Buffer.from('x'))]))).toEqual([Buffer.from('x')]);
    expect(reader.clientHeader).toEqual(HEADER);
  });

  it('refuse a stream that is not of a WhatsApp client', () => {
    expect(() => new FrameReader().push(Buffer.from('GET / HTTP/1.1'))).toThrow('not a WhatsApp client');
  });
});
