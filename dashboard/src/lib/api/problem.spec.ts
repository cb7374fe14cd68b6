import { ApiProblem, fieldError, problemOf } from './problem';

const refusal = new ApiProblem({
  status: 422,
  code: 'VALIDATION_FAILED',
  title: 'A field is wrong',
  errors: [
    { pointer: '/email', detail: 'must be an email' },
    { pointer: '/scopes/0', detail: 'is none of ours' },
  ],
});

it('tells a field what is wrong with it, or with what it holds', () => {
  expect(fieldError(refusal, 'email')).toBe('Must be an email');
  expect(fieldError(refusal, 'scopes')).toBe('Is none of ours');
  expect(fieldError(refusal, 'mail')).toBeUndefined();
  expect(fieldError(null, 'email')).toBeUndefined();
});

it('makes a problem of whatever was thrown', () => {
  expect(problemOf(refusal)).toBe(refusal);
  expect(problemOf(new Error('boom'))).toMatchObject({ code: 'UNKNOWN', detail: 'Error: boom' });
});
