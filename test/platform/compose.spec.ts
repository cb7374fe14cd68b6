import { existsSync, readFileSync } from 'node:fs';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import { loadConfig, loadDatabaseConfig } from '../../src/platform/config/index.js';
import { FIXED_TAG, OPERATORS_SECRETS, PRODUCT_VARIABLES, VERSION } from './support/product-variables.js';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number | null>;
  healthcheck?: { test?: string[]; disable?: boolean };
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  stop_grace_period?: string;
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  deploy?: { replicas: number };
}

const FILE = 'docker-compose.yml';
const text = readFileSync(FILE, 'utf8');
const head = text.slice(0, text.indexOf('\nname:'));
const REFERENCE = /\$\{([A-Z_]+)(?::(-|\?)([^}]*))?\}/g;

/** As `docker compose` reads it with these variables set. */
function services(env: Record<string, string>): Record<string, Service> {
  const filled = text.replace(REFERENCE, (_, name: string, _kind: string, otherwise: string) => env[name] ?? otherwise);
  return (parse(filled, { merge: true }) as { services: Record<string, Service> }).services;
}

const all = services(OPERATORS_SECRETS);
const ours = Object.entries(all).filter(([, { image }]) => image.startsWith('wagate:'));

/** What a container of this service has in its environment. */
const environmentOf = (name: string) =>
  Object.fromEntries(Object.entries(all[name]!.environment ?? {}).map(([key, value]) => [key, String(value ?? '')]));

// Variables of the other images and of the ports on this machine.
const OF_OTHERS = [
  'POSTGRES_PASSWORD',
  'WORKER_POSTGRES_PASSWORD',
  'GRAFANA_PASSWORD',
  'ADMINER_PORT',
  'SANDBOX_PORT',
  'PROMETHEUS_PORT',
  'GRAFANA_PORT',
];

describe('the compose file', () => {
  it('is what the specification of Compose allows', () => {
    const rules = {
      'service-keys-order': 0,
      'services-alphabetical-order': 0,
      'top-level-properties-order': 0,
      'no-quotes-in-volumes': 0,
      // The proxy is there to be reached.
      'no-unbound-port-interfaces': 0,
    } as const;
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    // Its types are lost on the way: they name files without an extension.
    const results = linter.lintFiles([FILE], false) as { messages: object[] }[];
    expect(results.flatMap(({ messages }) => messages)).toEqual([]);
  });

  it.each(['gateway', 'worker'])('gives a %s a configuration that it accepts', (name) => {
    expect(loadConfig(environmentOf(name))).toMatchObject({ role: name, pacing: true, egressAllowPrivate: false });
  });

  it('tells the migration step which database, and who the workers are in it', () => {
    const { databaseUrl, workerLogin } = loadDatabaseConfig(environmentOf('migrate'));
    expect(databaseUrl).toBe(environmentOf('gateway')['DATABASE_URL']);
    const url = new URL(environmentOf('worker')['DATABASE_URL'] ?? '');
    expect(workerLogin).toEqual({ user: url.username, password: url.password });
    expect(url.username).not.toBe(new URL(databaseUrl ?? '').username);
  });

  it('names only variables that the product knows', () => {
    for (const [name, { environment = {} }] of ours) {
      expect([name, Object.keys(environment).filter((key) => !PRODUCT_VARIABLES.has(key))]).toEqual([name, []]);
    }
    const named = [...text.matchAll(REFERENCE)].map(([, variable]) => variable!);
    expect(named.filter((variable) => !PRODUCT_VARIABLES.has(variable) && !OF_OTHERS.includes(variable))).toEqual([]);
  });

  it('says at its head what must be set', () => {
    const required = [...text.matchAll(REFERENCE)]
      .filter(([, , kind]) => kind === '?')
      .map(([, variable]) => variable!);
    for (const variable of new Set(required)) expect(head).toContain(variable);
  });

  it('runs two gateways behind a proxy and two workers, and lets a worker hand its sessions over', () => {
    expect(all['gateway']).toMatchObject({ deploy: { replicas: 2 } });
    expect(all['gateway']).not.toHaveProperty('ports');
    expect(all['worker']).toMatchObject({ deploy: { replicas: 2 }, stop_grace_period: '60s' });
    expect(all['proxy']?.ports).toEqual(['8000:8000']);
  });

  it('publishes nothing but the proxy beyond this machine', () => {
    const published = Object.entries(all).flatMap(([name, { ports = [] }]) => ports.map((port) => ({ name, port })));
    const open = published.filter(({ port }) => !port.startsWith('127.0.0.1:'));
    expect(open.map(({ name }) => name)).toEqual(['proxy']);
  });

  it('takes images of fixed versions, and ours in the version of the package', () => {
    for (const { image } of Object.values(all)) expect(image).toMatch(FIXED_TAG);
    expect(new Set(ours.map(([, { image }]) => image))).toEqual(new Set([`wagate:${VERSION}`]));
  });

  it('locks every container down but the S3 server', () => {
    // These images run as a user of their own without being told; ours does by its Dockerfile.
    const unprivileged = ['nginxinc/nginx-unprivileged', 'adminer', 'prom/prometheus', 'grafana/grafana', 'wagate'];
    for (const [name, { image, user, read_only, cap_drop }] of Object.entries(all)) {
      if (name === 'storage') continue;
      expect({ name, read_only, cap_drop }).toEqual({ name, read_only: true, cap_drop: ['ALL'] });
      const isNobody = unprivileged.includes(image.split(':')[0]!) || (user !== undefined && user !== 'root');
      expect({ name, isNobody }).toEqual({ name, isNobody: true });
    }
  });

  it('mounts files that are there', () => {
    const mounted = Object.values(all).flatMap(({ volumes = [] }) =>
      volumes.filter((volume) => volume.startsWith('./')),
    );
    expect(mounted.length).toBeGreaterThan(0);
    for (const volume of mounted) expect([volume, existsSync(volume.split(':')[0]!)]).toEqual([volume, true]);
  });

  it('starts the sandbox and the monitoring only when asked', () => {
    const profileOf = (name: string) => all[name]?.profiles;
    expect([profileOf('sandbox'), profileOf('prometheus'), profileOf('grafana')]).toEqual([
      ['demo'],
      ['monitoring'],
      ['monitoring'],
    ]);
    expect(Object.entries(all).filter(([, { profiles }]) => profiles).length).toBe(3);
  });
});
