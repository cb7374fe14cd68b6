import { randomBytes } from 'node:crypto';
import { fits, kindOf } from './media-kind.js';
import { mediaTypeOf } from './media-type.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat([...parts.map((part) => Buffer.from(part as string, 'latin1')), Buffer.alloc(64)]);
const ftyp = (brand: string) => bytes([0, 0, 0, 24], `ftyp${brand}`, [0, 0, 0, 0], `${brand}isom`);

const FILES: [string, Buffer, string, string | null][] = [
  ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg', 'image'],
  ['PNG', bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR'), 'image/png', 'image'],
  ['WebP', bytes('RIFF', [36, 0, 0, 0], 'WEBPVP8 '), 'image/webp', 'image'],
  ['MP4', ftyp('mp42'), 'video/mp4', 'video'],
  ['QuickTime', ftyp('qt  '), 'video/quicktime', 'video'],
  ['M4A', ftyp('M4A '), 'audio/mp4', 'audio'],
  ['HEIC', ftyp('heic'), 'image/heic', 'document'],
  ['AMR', bytes('#!AMR\n'), 'audio/amr', 'audio'],
  ['MP3', bytes('ID3', [3, 0, 0, 0, 0, 0, 0], [0xff, 0xfb, 0x90, 0x64]), 'audio/mpeg', 'audio'],
  ['WAV', bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt '), 'audio/wav', 'audio'],
  ['PDF', bytes('%PDF-1.7\n'), 'application/pdf', 'document'],
  ['bytes that say nothing', Buffer.from([1, 2, 3, 4, 0, 9]), 'application/octet-stream', 'document'],
  ['text', Buffer.from('Grüße aus Jakarta, 你好'), 'text/plain', 'document'],
  [
    'SVG',
    Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">'),
    'image/svg+xml',
    null,
  ],
  ['HTML', Buffer.from(' \n<!DOCTYPE html><html>'), 'text/html', null],
  ['a script', Buffer.from('<script>alert(1)</script>'), 'text/html', null],
  ['a Windows program', bytes('MZ', [0x90, 0]), 'application/x-msdownload', null],
  ['a Linux program', bytes([0x7f], 'ELF', [2, 1, 1, 0]), 'application/x-elf', null],
];

it.each(FILES)('knows %s by its first bytes', async (_name, head, mimetype, kind) => {
  expect(await mediaTypeOf(head, null)).toBe(mimetype);
  expect(kindOf(mimetype)).toBe(kind);
});

it('believes the sender only where the bytes leave it open', async () => {
  const zip = bytes('PK\x03\x04', [20, 0, 0, 0, 8, 0]);
  const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  expect(await mediaTypeOf(zip, docx)).toBe(docx);
  expect(await mediaTypeOf(zip, 'image/png')).toBe('application/zip');
  expect(await mediaTypeOf(Buffer.from('a;b\n1;2\n'), 'Text/CSV; charset=utf-8')).toBe('text/csv');
  expect(await mediaTypeOf(Buffer.from('a;b\n1;2\n'), 'text/html')).toBe('text/plain');
  expect(await mediaTypeOf(ftyp('mp42'), 'audio/mp4')).toBe('audio/mp4');
  expect(await mediaTypeOf(bytes([0xff, 0xd8, 0xff, 0xe0]), 'text/csv')).toBe('image/jpeg');
});

it('takes a text for one when its last character is cut', async () => {
  const text = Buffer.from('你好'.repeat(10));
  expect(await mediaTypeOf(text.subarray(0, -1), null)).toBe('text/plain');
  expect(await mediaTypeOf(Buffer.concat([text, Buffer.from([0xff])]), null)).toBe('application/octet-stream');
});

it('fails on no bytes at all', async () => {
  for (const [, head] of FILES) {
    for (let round = 0; round < 20; round++) {
      const mixed = Buffer.concat([head.subarray(0, 4 + round), randomBytes(200)]);
      expect(await mediaTypeOf(mixed, null)).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
    }
  }
});

it('lets everything go as a document that is taken, and as nothing else that it is not', () => {
  expect(fits('image/png', 'image')).toBe(true);
  expect(fits('image/png', 'document')).toBe(true);
  expect(fits('image/png', 'video')).toBe(false);
  expect(fits('application/pdf', 'image')).toBe(false);
  expect(fits('text/html', 'document')).toBe(false);
});
