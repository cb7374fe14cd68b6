import { readFileSync } from 'node:fs';

interface Variable {
  key: string;
  value: string;
}

interface Request {
  method: string;
  header: Variable[];
  auth: { type: string };
  url: { raw: string; host: string[]; path: string[]; query: Variable[]; variable: Variable[] };
  body?: { mode: string; raw?: string; formdata?: { key: string; type: string }[] };
}

interface Collection {
  info: { name: string; schema: string };
  variable: Variable[];
  item: { name: string; item: { name: string; request: Request; response: unknown[] }[] }[];
}

const read = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;

describe('The Postman collection', () => {
  const collection = read<Collection>('examples/wagate.postman_collection.json');
  const requests = collection.item.flatMap(({ item }) => item);

  it('is of format 2.1, with variables for the address and both credentials', () => {
    expect(collection.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
    expect(collection.variable.map(({ key }) => key)).toEqual(['baseUrl', 'apiKey', 'token']);
    expect(requests.filter(({ name, response }) => !name || !Array.isArray(response))).toEqual([]);
  });

  it('has a request for every operation', () => {
    const { paths } = read<{ paths: Record<string, object> }>('openapi.json');
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const made = requests.map(({ request: { method, url } }) => `${method} /${url.path.join('/')}`);
    expect(made.sort()).toEqual(operations.sort());
  });

  it('leaves nothing in a path unnamed, and gives bodies that can be read', () => {
    for (const { request } of requests) {
      const { url, body, auth } = request;
      expect(url.raw).toBe(`{{baseUrl}}/${url.path.join('/')}`);
      const places = url.path.filter((part) => part.startsWith(':')).map((part) => part.slice(1));
      expect(url.variable.map(({ key }) => key).sort()).toEqual(places.sort());
      expect(['noauth', 'bearer', 'apikey']).toContain(auth.type);
      if (body?.mode === 'raw') expect(typeof JSON.parse(body.raw!)).toBe('object');
      else if (body) expect(body).toMatchObject({ mode: 'formdata', formdata: expect.any(Array) });
    }
  });

  it('gives one of the fields that stand for each other', () => {
    const body = (path: string) => {
      const { request } = requests.find(({ request: { method, url } }) => `${method} ${url.path.join('/')}` === path)!;
      return JSON.parse(request.body!.raw!) as Record<string, unknown>;
    };
    expect(Object.keys(body('POST api/v1/sessions/:sessionId/groups/join'))).toEqual(['inviteCode']);
    expect(Object.keys(body('POST api/v1/webhooks/:id/replay'))).toEqual(['after']);
    expect(body('PUT api/v1/sessions/:sessionId/groups/:groupId/picture')).toEqual({
      media: { url: expect.any(String) },
    });
    expect(body('PATCH api/v1/sessions/:sessionId/profile')).toMatchObject({ picture: { url: expect.any(String) } });
  });
});
