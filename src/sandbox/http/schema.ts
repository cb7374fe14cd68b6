/** The part of JSON Schema that the API's bodies need. One declaration serves checking and the OpenAPI document. */
export type Schema =
  | {
      type: 'string';
      pattern?: string;
      enum?: readonly string[];
      nullable?: true;
      description?: string;
      example?: string;
    }
  | { type: 'integer'; minimum?: number; maximum?: number; description?: string; example?: number }
  | { type: 'number'; minimum?: number; description?: string }
  | { type: 'boolean'; description?: string }
  | { type: 'array'; items: Schema; description?: string }
  | ObjectSchema;

export interface ObjectSchema {
  type: 'object';
  properties: Record<string, Schema>;
  required?: readonly string[];
  description?: string;
  /** Takes any properties, and does not look at them. */
  open?: true;
}

/** What is wrong with a value, one sentence each; empty when it fits. Unknown properties are errors, for they are typing mistakes. */
export function mistakes(schema: Schema, value: unknown, name: string): string[] {
  switch (schema.type) {
    case 'string':
      return stringMistakes(schema, value, name);
    case 'integer':
    case 'number':
      return numberMistakes(schema, value, name);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${name} must be true or false`];
    case 'array':
      if (!Array.isArray(value)) return [`${name} must be an array`];
      return value.flatMap((item, index) => mistakes(schema.items, item, `${name}[${index}]`));
    case 'object':
      return objectMistakes(schema, value, name);
  }
}

function stringMistakes(schema: Extract<Schema, { type: 'string' }>, value: unknown, name: string): string[] {
  if (value === null && schema.nullable) return [];
  if (typeof value !== 'string') return [`${name} must be a string`];
  if (schema.enum && !schema.enum.includes(value)) return [`${name} must be one of ${schema.enum.join(', ')}`];
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) return [`${name} must match ${schema.pattern}`];
  return [];
}

function numberMistakes(
  schema: Extract<Schema, { type: 'integer' | 'number' }>,
  value: unknown,
  name: string,
): string[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [`${name} must be a number`];
  if (schema.type === 'integer' && !Number.isInteger(value)) return [`${name} must be a whole number`];
  if (schema.minimum !== undefined && value < schema.minimum) return [`${name} must be at least ${schema.minimum}`];
  if ('maximum' in schema && schema.maximum !== undefined && value > schema.maximum) {
    return [`${name} must be at most ${schema.maximum}`];
  }
  return [];
}

function objectMistakes({ properties, required = [], open }: ObjectSchema, value: unknown, name: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${name} must be an object`];
  const missing = required.filter((key) => !(key in value)).map((key) => `${key} is missing`);
  const wrong = Object.entries(value).flatMap(([key, item]) => {
    const schema = properties[key];
    if (open && !schema) return [];
    return schema ? mistakes(schema, item, key) : [`${key} is not known here`];
  });
  return [...missing, ...wrong];
}
