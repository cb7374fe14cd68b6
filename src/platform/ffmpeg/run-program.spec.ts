import { text } from 'node:stream/consumers';
import { ProgramFailed, runProgram } from './run-program.js';

const node = (script: string, limitMs = 10_000) =>
  runProgram({ program: process.execPath, args: ['-e', script], searchPath: '/nowhere', limitMs }, text);

it('gives what the program wrote', async () => {
  expect(await node('process.stdout.write("x".repeat(200000))')).toHaveLength(200_000);
});

it('gives the program nothing of our environment but the search path', async () => {
  const { PATH, ...others } = JSON.parse(await node('console.log(JSON.stringify(process.env))')) as NodeJS.ProcessEnv;
  expect(PATH).toBe('/nowhere');
  expect(Object.keys(others).filter((name) => name in process.env)).toEqual([]);
});

it('says how a program failed, in its own words', async () => {
  const failed = node('console.error("no such codec"); process.exitCode = 3');
  await expect(failed).rejects.toThrow(ProgramFailed);
  await expect(failed).rejects.toThrow('ended with 3: no such codec');
});

it('kills what takes too long, and what nobody wants to read any more', async () => {
  await expect(node('setInterval(() => {}, 1000)', 200)).rejects.toThrow('SIGKILL');
  const refused = runProgram(
    { program: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], searchPath: '', limitMs: 10_000 },
    () => Promise.reject(new Error('enough')),
  );
  await expect(refused).rejects.toThrow('enough');
});

it('throws another error where there is no such program', async () => {
  const missing = runProgram({ program: 'no-such-program', args: [], searchPath: '/nowhere', limitMs: 1_000 }, text);
  await expect(missing).rejects.toThrow('ENOENT');
  await expect(missing).rejects.not.toThrow(ProgramFailed);
});
