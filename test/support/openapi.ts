import { type Answer, request } from './http.js';

/** Who may call a route, as the document says it (`x-policy`). */
export interface Policy {
  kind: 'public' | 'signedIn' | 'personOnly' | 'adminOnly' | 'workerOnly' | 'scope';
  scope?: string;
}

interface Schema {
  $ref?: string;
  oneOf?: Schema[];
  allOf?: Schema[];
  type?: string;
  enum?: unknown[];
  example?: unknown;
  minimum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}

interface RawOperation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  security?: object[];
  'x-policy'?: Policy;
}

interface Document {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

/** Values for fields and parameters, by their name; where two mean different things, by the word before: `webhooks/id`. */
export type Values = Record<string, unknown>;

/** What the product says of itself at `/docs/json`. */
export class OpenApi {
  private constructor(private readonly document: Document) {}

  static async of(url: string): Promise<OpenApi> {
    const { body }: Answer<Document> = await request<Document>('GET', `${url}/docs/json`);
    return new OpenApi(body);
  }

  /** Every route with its methods. */
  operations(): Operation[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => new Operation(method.toUpperCase(), path, raw, this)),
    );
  }

  /** The kinds of a body: the parts of a `oneOf`, or the one that there is. */
  kinds(schema: Schema): Schema[] {
    const { oneOf } = this.resolve(schema);
    return oneOf ? oneOf.flatMap((kind) => this.kinds(kind)) : [schema];
  }

  /** The names of all fields, however deep. */
  fields(schema: Schema): string[] {
    const { properties = {}, items, oneOf = [], allOf = [] } = this.resolve(schema);
    const own = Object.entries(properties).flatMap(([name, field]) => [name, ...this.fields(field)]);
    return [...own, ...[...(items ? [items] : []), ...oneOf, ...allOf].flatMap((part) => this.fields(part))];
  }

  /** A value as the document wants it, with what must be there and the field `wanted`, wherever that lies. */
  example(schema: Schema, values: Values, wanted?: string): unknown {
    const { oneOf = [], allOf = [], ...resolved } = this.resolve(schema);
    const { properties, items, type, example, enum: words, minimum } = resolved;
    const has = (part: Schema) => wanted !== undefined && this.fields(part).includes(wanted);
    const [part] = [...oneOf.filter(has), ...oneOf, ...allOf];
    if (part) return this.example(part, values, wanted);
    if (items && (example === undefined || has(items))) return [this.example(items, values, wanted)];
    if (example !== undefined) return example;
    if (properties) return this.object(resolved, values, wanted);
    if (words) return words[0];
    return { number: minimum ?? 1, integer: minimum ?? 1, boolean: true, object: {} }[type ?? ''] ?? 'text';
  }

  private object({ properties = {}, required = [] }: Schema, values: Values, wanted?: string): Values {
    const holds = (name: string) => wanted !== undefined && this.fields(properties[name]!).includes(wanted);
    const names = Object.keys(properties);
    const chosen = names.filter((name) => required.includes(name) || name === wanted || holds(name));
    const shown = chosen.length > 0 ? chosen : names.slice(0, 1);
    const valueOf = (name: string) =>
      name in values && !holds(name) ? values[name] : this.example(properties[name]!, values, wanted);
    return Object.fromEntries(shown.map((name) => [name, valueOf(name)]));
  }

  private resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    return this.document.components.schemas[schema.$ref.split('/').at(-1)!]!;
  }
}

/** A method of a route. */
export class Operation {
  constructor(
    readonly method: string,
    readonly path: string,
    private readonly raw: RawOperation,
    private readonly api: OpenApi,
  ) {}

  get name(): string {
    return `${this.method} ${this.path.replace('/api/v1', '')}`;
  }

  /** Null for what the platform serves: health checks. */
  get policy(): Policy | null {
    return this.raw['x-policy'] ?? null;
  }

  get isSecured(): boolean {
    return (this.raw.security ?? []).length > 0;
  }

  /** The names of the path's parameters; one called `id` has the word before it: `webhooks/id`. */
  get pathParameters(): string[] {
    return [...this.path.matchAll(/([^/]+)\/\{(\w+)\}/g)].map(([, word, name]) =>
      name === 'id' ? `${word}/id` : name!,
    );
  }

  get queryParameters(): string[] {
    return (this.raw.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
  }

  /** Every field of the body, however deep. */
  get fields(): string[] {
    return this.schema ? [...new Set(this.api.fields(this.schema))] : [];
  }

  /** The path with these values. Fails for a parameter without one: whoever adds a route says what it names. */
  url(values: Values): string {
    const parameters = this.pathParameters;
    return this.path.replace(/\{\w+\}/g, () => {
      const name = parameters.shift()!;
      if (values[name] === undefined) throw new Error(`${this.name}: there is no value for ${name}`);
      return encodeURIComponent(String(values[name]));
    });
  }

  /** A good body of each kind that there is; with `wanted`, only of kinds with that field, and with the field. */
  bodies(values: Values, wanted?: string): unknown[] {
    if (!this.schema) return wanted === undefined ? [undefined] : [];
    const kinds = this.api.kinds(this.schema);
    return kinds
      .filter((kind) => wanted === undefined || this.api.fields(kind).includes(wanted))
      .map((kind) => this.api.example(kind, values, wanted));
  }

  private get schema(): Schema | undefined {
    return this.raw.requestBody?.content['application/json']?.schema;
  }
}
