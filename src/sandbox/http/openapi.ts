import type { Route } from './route.js';
import type { Schema } from './schema.js';

export const ABOUT =
  'A WhatsApp server on loopback for programs built on Baileys, with simulated phones and contacts. ' +
  'Everything in it is test data in plain text: message texts, numbers and keys are shown to whoever can reach the port.';

/** The API as OpenAPI 3.1, made of the same declarations it is served by. */
export function openApi(routes: Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operations = (paths[route.path] ??= {});
    operations[route.method.toLowerCase()] = operation(route);
  }
  return { openapi: '3.1.0', info: { title: 'WhatsApp sandbox', version: '1', description: ABOUT }, paths };
}

function operation(route: Route) {
  const { tag, summary, description, query = {}, body, status, answer } = route;
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema: jsonSchema(schema) }));
  return {
    tags: [tag],
    summary,
    ...(description && { description }),
    operationId: `${route.method.toLowerCase()}${route.path.replace(/\W+(\w)?/g, (_, letter?: string) => letter?.toUpperCase() ?? '')}`,
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body && { requestBody: requestBody(body) }),
    responses: {
      [status]: { description: summary, ...(answer !== undefined && json({ example: answer })) },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { example: { title: 'Not found', status: 404, detail: '…' } } },
      },
    },
  };
}

function requestBody(body: NonNullable<Route['body']>) {
  if (body === 'text') return { required: true, content: { '*/*': { schema: { type: 'string' } } } };
  return { required: (body.required ?? []).length > 0, ...json({ schema: jsonSchema(body) }) };
}

function json(content: object) {
  return { content: { 'application/json': content } };
}

/** OpenAPI 3.1 writes null as a type. */
function jsonSchema(schema: Schema): object {
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties).map(([name, property]) => [name, jsonSchema(property)]);
    const { open, ...rest } = schema;
    return { ...rest, properties: Object.fromEntries(properties), additionalProperties: open ?? false };
  }
  if (schema.type === 'array') return { ...schema, items: jsonSchema(schema.items) };
  if (schema.type !== 'string' || !schema.nullable) return schema;
  const { nullable: _, ...rest } = schema;
  return { ...rest, type: ['string', 'null'] };
}
