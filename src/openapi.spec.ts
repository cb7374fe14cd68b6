import { readFileSync } from 'node:fs';
import { PACKAGE_ROOT, packageVersion } from './platform/package-root.js';

interface Schema {
  type?: string;
  $ref?: string;
  required?: string[];
  properties?: Record<string, { default?: unknown }>;
}

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security?: Record<string, unknown>[];
  'x-policy'?: { kind: string };
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
}

/** Answers without a body. */
const EMPTY = ['204', '304'];
const NAME = /^[a-z]+([A-Z][a-z]*)+$/;

describe.each(['openapi.json', 'openapi-worker.json'])('%s', (file) => {
  const document = JSON.parse(readFileSync(`${PACKAGE_ROOT}${file}`, 'utf8')) as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, ...operation })),
  );
  const where = (isWrong: (operation: (typeof operations)[number]) => boolean) =>
    operations.filter(isWrong).map(({ name }) => name);

  it('has the version of the package', () => {
    expect(document.info.version).toBe(packageVersion());
  });

  it('calls each operation by a verb and what it is about, and no two alike', () => {
    expect(where(({ operationId }) => !NAME.test(operationId))).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('sums each operation up, under a tag', () => {
    expect(where(({ summary, tags }) => !summary || tags?.length !== 1)).toEqual([]);
  });

  it('gives the shape of every body and answer', () => {
    const shapeless = ({ schema }: { schema?: Schema }) => !schema || JSON.stringify(schema) === '{"type":"object"}';
    expect(where(({ requestBody }) => Object.values(requestBody?.content ?? {}).some(shapeless))).toEqual([]);
    const isVague = ([status, { content }]: [string, Operation['responses'][string]]) =>
      content ? Object.values(content).some(shapeless) : !EMPTY.includes(status);
    expect(where(({ responses }) => Object.entries(responses).some(isVague))).toEqual([]);
  });

  it('says of all errors that they are problems', () => {
    const isOther = ([status, { content = {} }]: [string, Operation['responses'][string]]) =>
      status >= '400' && Object.keys(content).join() !== 'application/problem+json';
    expect(where(({ responses }) => Object.entries(responses).some(isOther))).toEqual([]);
  });

  it('asks for a credential that it describes, but for what is open to everybody', () => {
    const known = Object.keys(document.components.securitySchemes);
    const open = ({ path, 'x-policy': policy }: (typeof operations)[number]) =>
      policy ? policy.kind === 'public' : !path.startsWith('/api/') && !path.startsWith('/session/');
    expect(where((each) => open(each) === Boolean(each.security?.length))).toEqual([]);
    const unknown = (each: Operation) => (each.security ?? []).flatMap(Object.keys).some((s) => !known.includes(s));
    expect(where(unknown)).toEqual([]);
  });

  it('demands no field that has a default', () => {
    const wrong = Object.entries(document.components.schemas).flatMap(([name, { required = [], properties = {} }]) =>
      required.filter((field) => properties[field]?.default !== undefined).map((field) => `${name}.${field}`),
    );
    expect(wrong).toEqual([]);
  });
});
