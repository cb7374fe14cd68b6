// From the start of the process until WhatsApp has all its sessions. The gateway's time has its PostgreSQL's start in it.
export const row = {
  name: 'connect',
  async run(context) {
    await context.pairUpTo(context.quick ? 12 : 200);
    const { ready, connected } = await gatewayStart(context.gateway);
    const bare = await bareStart(context.bare);
    const count = context.gateway.sessions.length;
    return [
      {
        what: `start until ${count} sessions are connected`,
        unit: 's',
        gateway: connected,
        baseline: bare,
        goal: { atMost: (20 / 500) * count },
      },
      { what: 'start until requests are taken', unit: 's', gateway: ready, goal: { atMost: 3 } },
    ];
  },
};

async function gatewayStart(gateway) {
  await gateway.down();
  const startedAt = performance.now();
  await gateway.up();
  const ready = secondsSince(startedAt);
  await gateway.connected();
  return { ready, connected: secondsSince(startedAt) };
}

async function bareStart(bare) {
  const saved = await bare.down();
  const startedAt = performance.now();
  await bare.again(saved);
  return secondsSince(startedAt);
}

function secondsSince(startedAt) {
  return (performance.now() - startedAt) / 1000;
}
