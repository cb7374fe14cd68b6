import { DEAD_END, type Exploration, explore } from './explorer.js';
import { INVARIANTS, isQuiet } from './invariants.js';
import { type Part, PARTS, type Parts, WHOLE } from './parts.js';
import { next } from './rules.js';
import { type Action, INITIAL, type Limits } from './state.js';
import { keyOf } from './state-key.js';

const SMALL: Limits = { epochs: 2, crashes: 1, cuts: 1 };
/** Enough to show what each part is there for, and a fifteenth of the states. */
const SMALLER: Limits = { ...SMALL, cuts: 0 };

const ALL_WELL = 'all is well';

/** How each part is missed: what is violated without it, and some of the steps on the shortest way there. */
const CONSEQUENCES: Record<Part, { violated: keyof typeof INVARIANTS | typeof DEAD_END; plot: string[] }> = {
  epochFence: {
    violated: 'one writer: the log never goes back to an earlier epoch',
    plot: [
      'worker A claims the account as epoch 1',
      'worker B claims the account as epoch 2',
      'worker B commits',
      'worker A commits',
    ],
  },
  loginAfterCommit: {
    violated: 'no socket logs in that was opened after the account had a new owner',
    plot: ['worker B claims the account as epoch 2', 'worker A opens a socket', 'worker A logs in'],
  },
  receiptAfterCommit: {
    violated: 'a message with a receipt is in the inbox',
    plot: ['worker A decrypts it', 'worker A lets the receipt out'],
  },
  receivedInOneCommit: {
    violated: 'a message with a receipt is in the inbox',
    plot: ['worker A decrypts it', 'worker A commits', 'worker A lets the receipt out'],
  },
  journal: {
    violated: 'nothing is refused that could be decrypted before',
    plot: [
      'worker A decrypts it',
      'worker B gets the inbound message',
      'worker B cannot decrypt it again',
      'worker B lets a refusal out',
    ],
  },
  oneMutex: {
    violated: 'no counter is used for two encryptions',
    plot: [
      'worker A begins to decrypt it',
      'worker A encrypts message 1 with counter 1',
      'worker A decrypts it',
      'worker A encrypts message 2 with counter 1',
    ],
  },
  ratchetBeforeFrame: {
    violated: 'no counter is used for two encryptions',
    plot: ['worker A lets message 1 out', 'worker B encrypts message 1 with counter 1', 'worker B lets message 1 out'],
  },
  idAtAcceptance: {
    violated: 'an accepted message has one WhatsApp id',
    plot: ['worker A lets message 1 out', 'worker B lets message 1 out'],
  },
  settledInOneCommit: {
    violated: DEAD_END,
    plot: ['worker A hears that WhatsApp has message 1', 'worker A commits', 'worker A crashes'],
  },
  repeatRecognised: {
    violated: 'a received message is in the inbox once',
    plot: ['worker A decrypts it', 'worker A commits', 'worker A hears nothing and commits again'],
  },
  snapshotOfCommitted: {
    violated: 'a message with a receipt is in the inbox',
    plot: [
      'worker A decrypts it',
      'worker A stores a snapshot',
      'worker B finds it in the journal',
      'worker B lets the receipt out',
    ],
  },
};

describe('the protocol of ownership and delivery', () => {
  it('keeps every promise in every state and can end well from each', () => {
    const deeds = new Set<Action['does']>();
    expect(storyOf(exploration(WHOLE, SMALL, deeds))).toBe(ALL_WELL);
    // What the protocol is for did happen on the way.
    expect([...deeds]).toEqual(
      expect.arrayContaining([
        'is taken for expired',
        'crashes',
        'loses its socket',
        'is fenced',
        'finds it in the journal',
      ]),
    );
  });

  it.each(Object.entries(PARTS) as [Part, string][])('needs %s: %s', (part) => {
    const { violated, plot } = CONSEQUENCES[part];
    const story = storyOf(exploration({ ...WHOLE, [part]: false }, SMALLER));
    expect(story).toMatch(new RegExp(`^${[violated, ...plot].join('\n[^]*')}`));
  });
});

function exploration(parts: Parts, limits: Limits, deeds = new Set<Action['does']>()): Exploration<Action> {
  return explore({
    initial: INITIAL,
    *next(state) {
      for (const step of next(state, parts, limits)) {
        deeds.add(step[0].does);
        yield step;
      }
    },
    key: keyOf,
    invariants: INVARIANTS,
    goal: isQuiet,
  });
}

/** What is violated, and line by line how it comes to that. */
function storyOf({ violated, trace }: Exploration<Action>): string {
  return [violated ?? ALL_WELL, ...trace.map(({ who, does }) => `${who} ${does}`)].join('\n');
}
