/** A system as a graph: where it begins, what may happen next, what must always hold, and how it should be able to end. */
export interface Model<State, Action> {
  initial: State;
  next(state: State): Iterable<[Action, State]>;
  /** States of the same key are one. It may leave out what cannot matter any more, and ignore symmetries. */
  key(state: State): string;
  /** By name; true is good. */
  invariants: Record<string, (state: State) => boolean>;
  goal(state: State): boolean;
}

export interface Exploration<Action> {
  /** How many different states were reached. */
  states: number;
  /** The name of an invariant, {@link DEAD_END}, or null when all is well. */
  violated: string | null;
  /** The shortest way to the violation. */
  trace: Action[];
}

/** A state from which no sequence of steps reaches the goal any more. */
export const DEAD_END = 'dead end';

/**
 * Visits every reachable state, the near ones first, and ends at the first that breaks an invariant. When none does, it looks
 * for the nearest dead end.
 * @throws when there are more than `limit` states: a model that is not finite proves nothing.
 */
export function explore<State, Action>(model: Model<State, Action>, limit = 1_000_000): Exploration<Action> {
  const invariants = Object.entries(model.invariants);
  const numbers = new Map([[model.key(model.initial), 0]]);
  const reachedBy: { from: number; action: Action | null }[] = [{ from: 0, action: null }];
  const edges: { from: number[]; to: number[] } = { from: [], to: [] };
  const goals: number[] = [];
  // A layer is all states that are equally far from the start.
  let layer: [number, State][] = [[0, model.initial]];

  while (layer.length > 0) {
    const following: [number, State][] = [];
    for (const [number, state] of layer) {
      const broken = invariants.find(([, holds]) => !holds(state));
      if (broken) return { states: numbers.size, violated: broken[0], trace: traceTo(number, reachedBy) };
      if (model.goal(state)) goals.push(number);
      for (const [action, after] of model.next(state)) {
        const key = model.key(after);
        let known = numbers.get(key);
        if (known === undefined) {
          known = numbers.size;
          if (known >= limit) throw new Error(`more than ${limit} states`);
          numbers.set(key, known);
          reachedBy.push({ from: number, action });
          following.push([known, after]);
        }
        edges.from.push(number);
        edges.to.push(known);
      }
    }
    layer = following;
  }

  const deadEnd = firstThatCannotReach(goals, numbers.size, edges);
  if (deadEnd === null) return { states: numbers.size, violated: null, trace: [] };
  return { states: numbers.size, violated: DEAD_END, trace: traceTo(deadEnd, reachedBy) };
}

function traceTo<Action>(state: number, reachedBy: { from: number; action: Action | null }[]): Action[] {
  const trace: Action[] = [];
  for (let step = reachedBy[state]; step?.action; step = reachedBy[step.from]) trace.push(step.action);
  return trace.reverse();
}

/** States are numbered from the start outwards, so the first is the nearest. Null when every state can reach a goal. */
function firstThatCannotReach(goals: number[], states: number, edges: { from: number[]; to: number[] }): number | null {
  // The edges that lead to a state, as linked lists: the newest of each, and for each the one before.
  const newest = new Int32Array(states).fill(-1);
  const before = new Int32Array(edges.to.length);
  edges.to.forEach((to, edge) => {
    before[edge] = newest[to]!;
    newest[to] = edge;
  });

  const ends = new Uint8Array(states);
  for (const goal of goals) ends[goal] = 1;
  const open = [...goals];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (let edge = newest[state]!; edge >= 0; edge = before[edge]!) {
      const from = edges.from[edge]!;
      if (ends[from]) continue;
      ends[from] = 1;
      open.push(from);
    }
  }
  const deadEnd = ends.indexOf(0);
  return deadEnd < 0 ? null : deadEnd;
}
