// Messages until WhatsApp's server has acknowledged them: one session, and fifty (`--quick`: six). The gateway is asked over HTTP and stores each
// first; plain Baileys is called in its own process.
import { setTimeout as sleep } from 'node:timers/promises';
import { inFlight } from './support/load.mjs';
import { median, percentile } from './support/numbers.mjs';
import { cpuMs } from './support/proc.mjs';

/** After the last ack there are delivery receipts and webhook events; their cost belongs to the messages. */
const AFTERMATH_MS = 1_500;
const QUICK_AFTERMATH_MS = 300;
/** In flight: enough to keep a session busy, and two for each of many. */
const ONE_SESSION = 20;
const EACH_OF_MANY = 2;

export const row = {
  name: 'sends',
  async run(context) {
    const { sessions, rounds, one, all, latency } = context.quick
      ? { sessions: 6, rounds: 1, one: 60, all: 60, latency: 20 }
      : { sessions: 50, rounds: 3, one: 200, all: 400, latency: 200 };
    await context.pairUpTo(1);
    const single = await interleaved(context, { sessions: 1, count: one, limit: ONE_SESSION, rounds });
    const alone = await interleaved(context, { sessions: 1, count: latency, limit: 1, rounds: 1 });
    await context.pairUpTo(sessions);
    const many = await interleaved(context, { sessions, count: all, limit: EACH_OF_MANY * sessions, rounds });
    return [
      ...throughput('1 session', single, { perSecond: { atLeast: 100 } }),
      ...latencies(alone),
      ...throughput(`${sessions} sessions`, many, { perSecond: { atLeast: 400 }, cpu: { atMost: 4 } }),
    ];
  },
};

/** Both sides in turns, so that a busy moment of the machine strikes both; the first turn, a smaller one, is not counted. */
async function interleaved({ sandbox, gateway, bare, quick }, { sessions, count, limit, rounds }) {
  const sides = {
    gateway: {
      send: (messages) =>
        inFlight(limit, messages, (i) => gateway.send(gateway.sessions[i % sessions], { wait: true })),
      cpu: () => gateway.cpu(),
    },
    bare: {
      send: (messages) => bare.send({ sessions, count: messages, limit }),
      cpu: () => ({ own: bare.cpu() }),
    },
  };
  const turns = { gateway: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, side] of Object.entries(sides)) {
      const messages = round === 0 ? Math.max(sessions * 2, 40) : count;
      const turn = await oneTurn(side, messages, sandbox, quick ? QUICK_AFTERMATH_MS : AFTERMATH_MS);
      if (round > 0) turns[name].push(turn);
    }
  }
  return turns;
}

async function oneTurn({ send, cpu }, messages, sandbox, aftermathMs) {
  const before = { ...cpu(), sandbox: cpuMs(sandbox.pid) };
  const { latencies, ms } = await send(messages);
  await sleep(aftermathMs);
  const after = { ...cpu(), sandbox: cpuMs(sandbox.pid) };
  const spent = Object.entries(after).map(([name, total]) => [name, (total - before[name]) / messages]);
  return { perSecond: (messages / ms) * 1000, latencies, cpu: Object.fromEntries(spent) };
}

function throughput(which, { gateway, bare }, goals) {
  const of = (turns, pick) => median(turns.map(pick));
  const whole = ({ cpu: { own, postgres = 0 } }) => own + postgres;
  return [
    {
      what: `sends/s, ${which}`,
      unit: '1/s',
      gateway: of(gateway, (turn) => turn.perSecond),
      baseline: of(bare, (turn) => turn.perSecond),
      goal: goals.perSecond,
    },
    {
      what: `CPU a message, ${which}: gateway and its PostgreSQL`,
      unit: 'ms',
      gateway: of(gateway, whole),
      baseline: of(bare, whole),
      goal: goals.cpu,
    },
    {
      what: `CPU a message, ${which}: gateway process alone`,
      unit: 'ms',
      gateway: of(gateway, (turn) => turn.cpu.own),
      baseline: of(bare, whole),
    },
    {
      what: `CPU a message, ${which}: simulated WhatsApp, not counted above`,
      unit: 'ms',
      gateway: of(gateway, (turn) => turn.cpu.sandbox),
      baseline: of(bare, (turn) => turn.cpu.sandbox),
    },
  ];
}

function latencies({ gateway, bare }) {
  const goals = [
    [0.5, { atMost: 10 }],
    [0.99, { atMost: 40 }],
  ];
  const all = (turns) => turns.flatMap((turn) => turn.latencies);
  return goals.map(([share, goal]) => ({
    what: `call to server ack, one at a time, p${share * 100}`,
    unit: 'ms',
    gateway: percentile(all(gateway), share),
    baseline: percentile(all(bare), share),
    goal,
  }));
}
