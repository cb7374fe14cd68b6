import { SseParser } from './sse-parser';

it('gives a message once it is complete, wherever the pieces end', () => {
  const parser = new SseParser();
  expect(parser.take('retry: 2000\n\nid: 7\nda')).toEqual([]);
  expect(parser.take('ta: {"a":1}\n')).toEqual([]);
  expect(parser.take('\nid: 8\ndata: x\n\n')).toEqual([
    { id: '7', data: '{"a":1}' },
    { id: '8', data: 'x' },
  ]);
});

it('passes over heartbeats', () => {
  expect(new SseParser().take(':\n\n:\n\n')).toEqual([]);
});

it('joins the lines of a message, and takes either end of a line', () => {
  expect(new SseParser().take('data: a\r\ndata: b\r\n\r\n')).toEqual([{ id: undefined, data: 'a\nb' }]);
});
