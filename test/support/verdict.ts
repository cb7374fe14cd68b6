const NOTHING = { lost: [], doubled: [], undecryptable: [], reordered: [] };

/** What the checker finds when every message is in all ledgers, once and in order. */
export const NOTHING_WRONG = { sent: NOTHING, received: NOTHING };
