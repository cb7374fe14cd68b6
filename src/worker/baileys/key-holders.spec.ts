import { KEY_HOLDERS, KeyHolders } from './key-holders.js';

const GROUP = '1@g.us';
const note = (holders: Record<string, boolean> | null) => ({ [KEY_HOLDERS]: { [GROUP]: holders } });

describe('who holds the sender key of a group', () => {
  it('is remembered once WhatsApp has taken the message that brought it', () => {
    const holders = new KeyHolders();
    const changes = { session: { 'bob.0': 1 }, ...note({ 'bob:0': true }) };
    expect(holders.holdBack(changes)).toEqual({ session: { 'bob.0': 1 } });
    expect(holders.answered(GROUP, true, null)).toEqual(note({ 'bob:0': true }));
    expect(holders.answered(GROUP, true, null)).toEqual({});
  });

  it('is not remembered for a message that WhatsApp refused or never answered', () => {
    const holders = new KeyHolders();
    holders.holdBack(note({ 'bob:0': true }));
    expect(holders.answered(GROUP, false, null)).toEqual({});
    expect(holders.answered(GROUP, true, null)).toEqual({});
  });

  it('is not written again when it is known', () => {
    const holders = new KeyHolders();
    holders.holdBack(note({ 'bob:0': true }));
    expect(holders.answered(GROUP, true, { 'bob:0': true, 'eve:0': true })).toEqual({});
  });

  it('is forgotten at once', () => {
    const holders = new KeyHolders();
    holders.holdBack(note({ 'bob:0': true }));
    expect(holders.holdBack(note(null))).toEqual(note(null));
    expect(holders.answered(GROUP, true, null)).toEqual({});
  });
});
