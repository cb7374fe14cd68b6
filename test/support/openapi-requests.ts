import type { Chance } from './chance.js';
import { mutated, NASTY } from './mutation.js';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  example?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema?: Schema;
  example?: unknown;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** A request that a client could make, ready for `fetch`. */
export interface MadeRequest {
  method: string;
  /** As the document has it. */
  route: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

const MAX_DEPTH = 6;

/** Makes requests of an OpenAPI document: right ones, with one thing or some things about them changed. */
export class ApiRequests {
  private readonly operations: { method: string; route: string; operation: Operation }[];

  /** `known` has values for parameters and fields by name, so that requests get past the first check. */
  constructor(
    private readonly document: ApiDocument,
    private readonly chance: Chance,
    private readonly known: Record<string, readonly unknown[]>,
    isLeftOut: (method: string, route: string) => boolean,
  ) {
    this.operations = Object.entries(document.paths).flatMap(([route, methods]) =>
      Object.entries(methods)
        .map(([method, operation]) => ({ method: method.toUpperCase(), route, operation }))
        .filter(({ method }) => !isLeftOut(method, route)),
    );
  }

  get routes(): string[] {
    return this.operations.map(({ method, route }) => `${method} ${route}`);
  }

  next(): MadeRequest {
    const { method, route, operation } = this.chance.one(this.operations);
    const parameters = operation.parameters ?? [];
    const headers: Record<string, string> = {};
    let path = route;
    const query = new URLSearchParams();
    for (const parameter of parameters) {
      const given = this.argument(parameter);
      if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encoded(given));
      else if (this.chance.happens(0.4) && parameter.in === 'query') query.append(parameter.name, written(given));
      else if (this.chance.happens(0.3) && parameter.in === 'header') headers[parameter.name] = headerText(given);
    }
    const search = query.size > 0 ? `?${query}` : '';
    return { method, route, path: path + search, ...this.withBody(operation, headers) };
  }

  private argument({ name, schema, example }: Parameter): unknown {
    const right =
      example ?? this.known[name]?.[this.chance.below(this.known[name].length)] ?? this.value(schema ?? {}, name);
    return this.chance.happens(0.25) ? this.chance.one(NASTY) : right;
  }

  private withBody({ requestBody }: Operation, headers: Record<string, string>): Pick<MadeRequest, 'headers' | 'body'> {
    const contents = Object.entries(requestBody?.content ?? {});
    if (contents.length === 0) return { headers };
    const [type, { schema = {} }] = this.chance.one(contents);
    const right = this.value(schema);
    let changed: unknown = right;
    for (let times = this.chance.below(3); times >= 0; times--) changed = mutated(this.chance, changed);
    const body = this.chance.happens(0.05) ? this.brokenJson(right) : (JSON.stringify(changed) ?? '');
    const contentType = this.chance.happens(0.04)
      ? this.chance.one(['text/plain', 'application/xml', 'x', type])
      : type;
    return { headers: { ...headers, 'content-type': contentType }, body };
  }

  private brokenJson(right: unknown): string {
    const json = JSON.stringify(right) ?? '';
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    return this.chance.one([
      json.slice(0, this.chance.below(json.length + 1)),
      `${json},`,
      deep,
      `{"a":${deep}}`,
      '"',
      '﻿{}',
    ]);
  }

  private value(schema: Schema, name = '', depth = 0): unknown {
    const known = this.known[name];
    if (known && this.chance.happens(0.8)) return this.chance.one(known);
    if (depth > MAX_DEPTH) return null;
    const variants = schema.oneOf ?? schema.anyOf;
    if (schema.$ref) return this.value(this.resolved(schema.$ref), name, depth + 1);
    if (variants) return this.value(this.chance.one(variants), name, depth + 1);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => this.value(part, name, depth + 1)));
    if (schema.enum) return this.chance.one(schema.enum);
    if (schema.properties) return this.object(schema, depth);
    return schema.example ?? schema.default ?? this.plain(schema, depth);
  }

  private object({ properties = {}, required = [] }: Schema, depth: number): Record<string, unknown> {
    const given = Object.entries(properties).filter(([name]) => required.includes(name) || this.chance.happens(0.4));
    return Object.fromEntries(given.map(([name, schema]) => [name, this.value(schema, name, depth + 1)]));
  }

  private plain({ type, items = {} }: Schema, depth: number): unknown {
    switch (type) {
      case 'array':
        return Array.from({ length: 1 + this.chance.below(3) }, () => this.value(items, '', depth + 1));
      case 'integer':
      case 'number':
        return this.chance.below(100);
      case 'boolean':
        return this.chance.happens(0.5);
      case 'object':
        return {};
      case undefined:
      default:
        return 'some text';
    }
  }

  private resolved(ref: string): Schema {
    return this.document.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {};
  }
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** No path would be left of an empty one. */
function encoded(value: unknown): string {
  const text = written(value)
    .slice(0, 2_000)
    .replace(/\p{Surrogate}/gu, '�');
  return encodeURIComponent(text) || '%20';
}

/** What HTTP clients let through. */
function headerText(value: unknown): string {
  return written(value)
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .slice(0, 2_000);
}
