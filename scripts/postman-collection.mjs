// A Postman collection (format 2.1) of an OpenAPI document: a folder a tag, a request an operation, with an example of its body.
const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** What requests refer to. Who signs in with a token fills in `token`, programs `apiKey`. */
const VARIABLES = { baseUrl: 'http://localhost:8000', apiKey: '', token: '' };
const AUTH = {
  bearer: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
  apiKey: {
    type: 'apikey',
    apikey: [
      { key: 'key', value: 'X-Api-Key', type: 'string' },
      { key: 'value', value: '{{apiKey}}', type: 'string' },
      { key: 'in', value: 'header', type: 'string' },
    ],
  },
};

/** The collection of a document. The same document gives the same collection. */
export function collectionOf(document) {
  const schemas = new Examples(document.components.schemas);
  const folders = new Map();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [tag] = operation.tags;
      folders.set(tag, [...(folders.get(tag) ?? []), requestOf(method, path, operation, schemas)]);
    }
  }
  return {
    info: {
      name: document.info.title,
      description: document.info.description,
      version: document.info.version,
      schema: SCHEMA,
    },
    variable: Object.entries(VARIABLES).map(([key, value]) => ({ key, value, type: 'string' })),
    item: [...folders].map(([name, item]) => ({ name, item })),
  };
}

function requestOf(method, path, operation, examples) {
  const { operationId, summary, description, security = [] } = operation;
  const body = bodyOf(operation.requestBody?.content ?? {}, examples);
  return {
    name: summary,
    request: {
      method: method.toUpperCase(),
      description: [`\`${operationId}\``, description].filter(Boolean).join('\n\n'),
      auth: authOf(security),
      header: body?.mode === 'raw' ? [{ key: 'Content-Type', value: 'application/json' }] : [],
      url: urlOf(path, operation.parameters ?? []),
      ...(body && { body }),
    },
    response: [],
  };
}

/** An API key where one will do. */
function authOf(security) {
  const accepted = security.flatMap(Object.keys);
  if (accepted.length === 0) return { type: 'noauth' };
  return accepted.includes('apiKey') ? AUTH.apiKey : AUTH.bearer;
}

function urlOf(path, parameters) {
  const segments = path.slice(1).replace(/\{(\w+)\}/g, ':$1');
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, description, schema, required }) => ({
      key: name,
      value: String(schema?.default ?? ''),
      disabled: !required,
      ...(description && { description }),
    }));
  const variable = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, description }) => ({ key: name, value: '', ...(description && { description }) }));
  return { raw: `{{baseUrl}}/${segments}`, host: ['{{baseUrl}}'], path: segments.split('/'), query, variable };
}

function bodyOf(content, examples) {
  const json = content['application/json'];
  if (json) {
    const [given] = Object.values(json.examples ?? {});
    const raw = JSON.stringify(given?.value ?? examples.of(json.schema), null, 2);
    return { mode: 'raw', raw, options: { raw: { language: 'json' } } };
  }
  const form = content['multipart/form-data'];
  return form && { mode: 'formdata', formdata: examples.fields(form.schema).map(formField) };
}

function formField([key, schema]) {
  return schema.format === 'binary'
    ? { key, type: 'file', src: [] }
    : { key, type: 'text', value: String(schema.example ?? '') };
}

/** Values as a document's schemas want them: its own examples where it has some, else what must be there. */
class Examples {
  constructor(schemas) {
    this.schemas = schemas;
  }

  of(schema) {
    const { oneOf, anyOf, allOf, example, enum: words, items, type, ...rest } = this.resolve(schema);
    if (example !== undefined) return example;
    if (rest.default !== undefined) return rest.default;
    const [first] = [...(oneOf ?? []), ...(anyOf ?? []), ...(allOf ?? [])];
    if (first) return this.of(first);
    if (words) return words[0];
    if (items) return [this.of(items)];
    if (rest.properties) return this.object(rest);
    return { number: rest.minimum ?? 1, integer: rest.minimum ?? 1, boolean: true, object: {} }[type] ?? 'text';
  }

  /** The properties of a schema, by name. */
  fields(schema) {
    const { oneOf, properties = {} } = this.resolve(schema);
    return oneOf ? oneOf.flatMap((part) => this.fields(part)) : Object.entries(properties);
  }

  /** What must be there; where all may be left out, the first fields. */
  object({ properties, required = [] }) {
    const names = required.length > 0 ? required : Object.keys(properties).slice(0, 3);
    return Object.fromEntries(names.map((name) => [name, this.of(properties[name])]));
  }

  resolve(schema) {
    if (!schema.$ref) return schema;
    return this.schemas[schema.$ref.split('/').at(-1)];
  }
}
