// Messages to a group until WhatsApp's server has acknowledged them, once its members have the session's key. Their phones are off: what
// they would do costs this machine more than the sender. Plain Baileys is given the list of members, as the gateway remembers it.
import { inFlight } from './support/load.mjs';
import { median } from './support/numbers.mjs';

const AT_ONCE = 20;
const WARM_UP = 5;

export const row = {
  name: 'groups',
  async run(context) {
    const { members, count, rounds } = context.quick
      ? { members: 8, count: 20, rounds: 1 }
      : { members: 256, count: 200, rounds: 3 };
    await context.pairUpTo(1);
    const { sandbox, gateway, bare } = context;
    const people = await peopleOf(sandbox, members);
    const [session] = gateway.sessions;
    const [barePhone] = bare.phoneNumbers;
    const [mine, theirs] = [
      await newGroup(sandbox, people, session.phoneNumber),
      await newGroup(sandbox, people, barePhone),
    ];
    const sides = {
      gateway: (messages) => inFlight(AT_ONCE, messages, () => gateway.send({ ...session, to: mine }, { wait: true })),
      bare: (messages) => bare.send({ sessions: 1, count: messages, limit: AT_ONCE, to: theirs }),
    };
    const perSecond = { gateway: [], bare: [] };
    for (const send of Object.values(sides)) await send(WARM_UP);
    for (let round = 0; round < rounds; round++) {
      for (const [name, send] of Object.entries(sides)) perSecond[name].push((count / (await send(count)).ms) * 1000);
    }
    return [
      {
        what: `sends/s to a group of ${members}`,
        unit: '1/s',
        gateway: median(perSecond.gateway),
        baseline: median(perSecond.bare),
        goal: { atLeast: 150 },
      },
    ];
  },
};

async function peopleOf(sandbox, count) {
  const people = [];
  const body = JSON.stringify({ online: false });
  await inFlight(8, count, async () => people.push((await sandbox.call('POST', '/contacts', body)).phoneNumber));
  return people;
}

async function newGroup(sandbox, [by, ...others], member) {
  const body = JSON.stringify({ by, subject: 'Bench', participants: [...others, member] });
  return (await sandbox.call('POST', '/groups', body)).jid;
}
