import { offlinePreview, OfflineQueue } from './offline-queue.js';
import { stanza } from './wire/stanza.js';

const message = (id: string, text = '') => stanza('message', { id }, text);

describe('the offline queue', () => {
  it('gives back in order what was not acknowledged, numbered', () => {
    const queue = new OfflineQueue();
    for (const id of ['A', 'B', 'C']) queue.add(message(id));
    queue.settle('message B');
    expect(queue.redelivery().map(({ attrs }) => [attrs.id, attrs.offline])).toEqual([
      ['A', '0'],
      ['C', '1'],
    ]);
    expect(queue.size).toBe(2);
  });

  it('keeps the place of a message that is encrypted anew', () => {
    const queue = new OfflineQueue();
    queue.add(message('A', 'first'));
    queue.add(message('B'));
    queue.add(message('A', 'second'));
    expect(queue.redelivery().map(({ attrs, content }) => [attrs.id, content])).toEqual([
      ['A', 'second'],
      ['B', ''],
    ]);
  });

  it('forgets a refused stanza, but not one whose refusal announced a retry', () => {
    const queue = new OfflineQueue();
    queue.add(message('A'));
    queue.expectNack('message A');
    queue.add(message('A', 'encrypted anew'));
    queue.nack('message A');
    expect(queue.size).toBe(1);
    queue.nack('message A');
    expect(queue.size).toBe(0);
  });

  it('tells receipts of one message apart by type and by who sent them', () => {
    const queue = new OfflineQueue();
    for (const from of ['1@lid', '2@lid']) queue.add(stanza('receipt', { id: 'A', from }));
    queue.add(stanza('receipt', { id: 'A', from: '1@lid', type: 'read' }));
    expect(queue.size).toBe(3);
    queue.settle('receipt A read 1@lid');
    expect(queue.size).toBe(2);
  });

  it('survives being written to JSON', () => {
    const queue = new OfflineQueue();
    queue.add(stanza('message', { id: 'A' }, [stanza('enc', { v: 2 }, Buffer.from([1, 2, 3]))]));
    const copy = OfflineQueue.fromJson(JSON.parse(JSON.stringify(queue.toJson())));
    expect(copy.redelivery()).toEqual(queue.redelivery());
  });

  it('counts what waits by kind', () => {
    const nodes = [message('A'), stanza('receipt', { id: 'A' }), stanza('notification', { id: 'N' })];
    expect(offlinePreview(nodes).attrs).toMatchObject({ count: '3', message: '1', receipt: '1', notification: '1' });
  });
});
