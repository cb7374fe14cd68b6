import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { documentedMetrics } from '../support/documented-metrics.js';
import { promqlNames } from '../support/promql-names.js';

interface Alert {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook: string };
}

interface Panel {
  title: string;
  type: string;
  datasource?: { uid: string };
  targets?: { expr: string; legendFormat: string }[];
}

const FOLDER = 'deploy/compose';
const yaml = <T>(file: string) => parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as T;
const alerts = yaml<{ groups: { rules: Alert[] }[] }>('prometheus-alerts.yml').groups.flatMap(({ rules }) => rules);
const boards = readdirSync(`${FOLDER}/dashboards`).map(
  (file) => JSON.parse(readFileSync(`${FOLDER}/dashboards/${file}`, 'utf8')) as { uid: string; panels: Panel[] },
);
const panels = boards.flatMap((board) => board.panels);
const expressions = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** Names as they stand in expressions, with the labels that they have. */
const known = new Map<string, string[]>([['up', ['job', 'instance']]]);
for (const { name, type, labels } of documentedMetrics()) {
  const names = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name];
  for (const each of names)
    known.set(each, [...labels, 'job', 'instance', ...(each.endsWith('_bucket') ? ['le'] : [])]);
}

it.each(expressions)('%s asks only for what the product tells: %s', (_, expression) => {
  const { metrics, labels } = promqlNames(expression);
  expect(metrics.length).toBeGreaterThan(0);
  for (const metric of metrics) expect([...known.keys()]).toContain(metric);
  const had = metrics.flatMap((metric) => known.get(metric) ?? []);
  for (const label of labels) expect(had).toContain(label);
});

it.each(expressions)('%s adds up no figure of the installation over gateways: %s', (_, expression) => {
  const added = [...expression.matchAll(/(\w+)(?: by \([^)]*\))? ?\((wagate_installation_\w+)/g)];
  expect(added.map(([, how]) => how).filter((how) => how !== 'max')).toEqual([]);
});

it('has alerts that say what they mean and what to do, here and in docs/alerts.md', () => {
  const page = readFileSync('docs/alerts.md', 'utf8').replace(/\s+/g, ' ');
  expect([...page.matchAll(/ ## (\w+)/g)].map(([, name]) => name)).toEqual(alerts.map(({ alert }) => alert));
  for (const { alert, labels, annotations } of alerts) {
    const { summary, description, runbook } = annotations;
    expect(page).toContain(
      `## ${alert} **${labels.severity}** · ${summary}. ${description} **What to do.** ${runbook}`,
    );
  }
});

it('shows on the dashboard only what the provisioned Prometheus has', () => {
  const { datasources } = yaml<{ datasources: { uid: string }[] }>('grafana-datasources.yml');
  const used = new Set(panels.flatMap(({ datasource }) => (datasource ? [datasource.uid] : [])));
  expect([...used]).toEqual(datasources.map(({ uid }) => uid));
});

it('mounts the alerts and the dashboard into the containers of the profile', () => {
  const compose = readFileSync('docker-compose.yml', 'utf8');
  expect(yaml<{ rule_files: string[] }>('prometheus.yml').rule_files).toEqual(['alerts.yml']);
  expect(compose).toContain('./deploy/compose/prometheus-alerts.yml:/etc/prometheus/alerts.yml:ro');
  const [provider] = yaml<{ providers: { options: { path: string } }[] }>('grafana-dashboards.yml').providers;
  expect(compose).toContain(`./deploy/compose/dashboards:${provider!.options.path}:ro`);
});
