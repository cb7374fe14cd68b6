import type { GroupMetadata } from '@whiskeysockets/baileys';
import { GroupMemory, type GroupSource } from './group-memory.js';

const GROUP = '120363041234567890@g.us';

function group(subject: string): GroupMetadata {
  return { id: GROUP, subject, owner: undefined, participants: [] };
}

function memoryOf(one: GroupSource['one'], all: GroupSource['all'] = () => Promise.resolve([])): GroupMemory {
  return new GroupMemory({ one, all });
}

describe('what is known of a group', () => {
  it('is asked for once, also by two at a time', async () => {
    const questions: string[] = [];
    const memory = memoryOf(async (id) => {
      questions.push(id);
      return group('Team');
    });
    const [one, other] = await Promise.all([memory.of(GROUP), memory.of(GROUP)]);
    expect(one).toBe(other);
    expect(await memory.of(GROUP)).toBe(one);
    expect(questions).toEqual([GROUP]);
  });

  it('is not kept when the group changed while the answer was on its way', async () => {
    const answers: ((answer: GroupMetadata) => void)[] = [];
    const memory = memoryOf(() => new Promise((resolve) => answers.push(resolve)));
    const before = memory.of(GROUP);
    memory.forget(GROUP);
    const after = memory.of(GROUP);
    answers[0]?.(group('old'));
    answers[1]?.(group('new'));
    expect([(await before).subject, (await after).subject]).toEqual(['old', 'new']);
    expect((await memory.of(GROUP)).subject).toBe('new');
  });

  it('is asked for again after an error', async () => {
    const answers = [Promise.reject(new Error('forbidden')), Promise.resolve(group('Team'))];
    const memory = memoryOf(() => answers.shift()!);
    await expect(memory.of(GROUP)).rejects.toThrow('forbidden');
    expect((await memory.of(GROUP)).subject).toBe('Team');
  });

  it('is a list of all until one of them changes', async () => {
    let lists = 0;
    const one = () => Promise.resolve(group('Team'));
    const memory = memoryOf(one, async () => {
      lists++;
      return [group('Team')];
    });
    await memory.all();
    expect((await memory.all()).map(({ subject }) => subject)).toEqual(['Team']);
    expect(lists).toBe(1);
    memory.forget(GROUP);
    await memory.all();
    expect(lists).toBe(2);
  });
});
