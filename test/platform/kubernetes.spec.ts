import { loadConfig, loadDatabaseConfig } from '../../src/platform/config/index.js';
import { HEALTH_PATHS } from '../../src/platform/health/index.js';
import { files, kustomization, type Manifest, manifestsIn, typeErrors } from './support/manifests.js';
import { OPERATORS_SECRETS, PRODUCT_VARIABLES, VERSION } from './support/product-variables.js';

interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string }; fieldRef?: { fieldPath: string } };
}

interface Probe {
  httpGet: { path: string; port: string };
}

interface Container {
  image: string;
  ports?: { name: string; containerPort: number }[];
  env?: EnvVar[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  securityContext: object;
  volumeMounts?: { mountPath: string }[];
}

interface Pod {
  metadata: { labels: Record<string, string> };
  spec: { containers: [Container]; terminationGracePeriodSeconds?: number; securityContext: object };
}

const SECRETS = 'secret.example.yaml';
const { resources, images, namespace } = kustomization();
const manifests = resources.flatMap(manifestsIn);
const secrets = manifestsIn(SECRETS);
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, name: string) => {
  const found = [...manifests, ...secrets].find(
    (manifest) => manifest.kind === kind && manifest.metadata.name === name,
  );
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};

const pods = Object.fromEntries(
  ['Deployment', 'StatefulSet', 'Job']
    .flatMap(ofKind)
    .map(({ metadata, spec }) => [metadata.name, (spec as { template: Pod }).template]),
) as Record<'wagate-gateway' | 'wagate-worker' | 'wagate-migration', Pod>;
const containerOf = (pod: Pod) => pod.spec.containers[0];

/** What the process in a pod has in its environment, once the example's secrets are filled in. */
function environmentOf(pod: Pod): Record<string, string> {
  const { env = [], envFrom = [] } = containerOf(pod);
  const sets = envFrom.map(({ configMapRef, secretRef }) =>
    configMapRef
      ? (named('ConfigMap', configMapRef.name)['data'] as Record<string, string>)
      : filled(named('Secret', secretRef!.name)),
  );
  return Object.assign(
    {},
    ...sets,
    Object.fromEntries(env.map((variable) => [variable.name, valueOf(variable)])),
  ) as Record<string, string>;
}

function valueOf({ value, valueFrom }: EnvVar): string {
  if (valueFrom?.secretKeyRef) return filled(named('Secret', valueFrom.secretKeyRef.name))[valueFrom.secretKeyRef.key]!;
  return value ?? valueFrom!.fieldRef!.fieldPath;
}

function filled(secret: Manifest): Record<string, string> {
  const keys = Object.keys(secret['stringData'] as object);
  return Object.fromEntries(keys.map((key) => [key, OPERATORS_SECRETS[key] ?? '']));
}

describe('the Kubernetes manifests', () => {
  it('are all in the kustomization, but for the example of the secrets', () => {
    expect([...resources].sort()).toEqual(
      files()
        .filter((file) => file !== SECRETS)
        .sort(),
    );
    expect(secrets.map(({ metadata }) => metadata)).toEqual([
      expect.objectContaining({ namespace }),
      expect.objectContaining({ namespace }),
      expect.objectContaining({ namespace }),
    ]);
  });

  it('have the fields of Kubernetes, all that are required and no others', () => {
    expect(typeErrors([...manifests, ...secrets])).toEqual([]);
    const misspelt = { ...named('ConfigMap', 'wagate-config'), dta: {} };
    expect(typeErrors([misspelt])).toEqual([expect.stringContaining('"dta"')]);
  });

  it('name only variables that the product knows', () => {
    for (const [name, pod] of Object.entries(pods)) {
      const unknown = Object.keys(environmentOf(pod)).filter((variable) => !PRODUCT_VARIABLES.has(variable));
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it('give each role a configuration that it accepts', () => {
    expect(loadConfig(environmentOf(pods['wagate-gateway']))).toMatchObject({ role: 'gateway', port: 8000 });
    expect(loadConfig(environmentOf(pods['wagate-worker']))).toMatchObject({ role: 'worker', workerPort: 8001 });
    expect(loadDatabaseConfig(environmentOf(pods['wagate-migration']))).toMatchObject({
      databaseUrl: OPERATORS_SECRETS['DATABASE_URL'],
      workerLogin: { user: 'wagate_shard' },
    });
  });

  it('keep what signs users in from the workers, and all but their schema of the database', () => {
    expect(environmentOf(pods['wagate-gateway'])).toHaveProperty('JWT_SECRET');
    expect(environmentOf(pods['wagate-worker'])).not.toHaveProperty('JWT_SECRET');
    expect(environmentOf(pods['wagate-gateway'])['DATABASE_URL']).toBe(OPERATORS_SECRETS['DATABASE_URL']);
    expect(environmentOf(pods['wagate-worker'])['DATABASE_URL']).toBe(OPERATORS_SECRETS['WORKER_DATABASE_URL']);
  });

  it('name a worker after its pod and let it hand its sessions over', () => {
    const { env } = containerOf(pods['wagate-worker']);
    expect(env).toContainEqual({ name: 'WORKER_ID', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } });
    expect(pods['wagate-worker'].spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(60);
  });

  it('probe what is served, where it is served', () => {
    for (const name of ['wagate-gateway', 'wagate-worker'] as const) {
      const { ports, startupProbe, livenessProbe, readinessProbe } = containerOf(pods[name]);
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
        expect(HEALTH_PATHS).toContain(probe?.httpGet.path.slice(1));
        expect(ports?.map((port) => port.name)).toContain(probe?.httpGet.port);
      }
      const [port] = ports!;
      const env = environmentOf(pods[name]);
      expect(String(port!.containerPort)).toBe(name === 'wagate-worker' ? env['WORKER_PORT'] : env['PORT']);
    }
  });

  it('run as nobody special, on a file system that can not be written', () => {
    for (const pod of Object.values(pods)) {
      expect(pod.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(containerOf(pod).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
    for (const name of ['wagate-gateway', 'wagate-worker'] as const) {
      expect(containerOf(pods[name]).volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp']);
    }
  });

  it('take our image in the version of the package', () => {
    for (const pod of Object.values(pods)) expect(containerOf(pod).image).toBe('wagate');
    expect(images).toEqual([expect.objectContaining({ name: 'wagate', newTag: VERSION })]);
  });

  it('select pods that there are', () => {
    const names = Object.values(pods).map(({ metadata }) => metadata.labels['app.kubernetes.io/name']);
    const selected = [
      ...ofKind('Service').map(({ spec }) => spec),
      ...ofKind('PodDisruptionBudget').map(({ spec }) => spec),
      ...ofKind('NetworkPolicy').map(({ spec }) => spec),
    ].flatMap((spec) => [...JSON.stringify(spec).matchAll(/"(wagate-[a-z]+)"/g)].map(([, name]) => name!));
    expect(new Set(selected)).toEqual(new Set(names));
    expect(ofKind('HorizontalPodAutoscaler')[0]?.['spec']).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'wagate-gateway' },
      minReplicas: 2,
    });
  });
});
