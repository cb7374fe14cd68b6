import { curlLine } from './curl';

const url = 'http://localhost:8000/api/v1/sessions';

it('is a line that a shell understands, with a placeholder for the token', () => {
  expect(curlLine({ method: 'GET', url, body: null, form: false })).toBe(
    `curl -s '${url}' \\\n  -H "Authorization: Bearer $TOKEN"`,
  );
});

it('keeps apostrophes inside of the body', () => {
  const line = curlLine({ method: 'POST', url, body: `{"text":"it's"}`, form: false });
  expect(line).toContain(`-X POST`);
  expect(line).toContain(`-d '{"text":"it'\\''s"}'`);
});

it('shows no password', () => {
  const body = JSON.stringify({ email: 'a@b.c', password: 'a "quoted" one', newPassword: 'x' });
  const line = curlLine({ method: 'POST', url, body, form: false });
  expect(line).toContain('"password":"…","newPassword":"…"');
  expect(line).not.toContain('quoted');
});
