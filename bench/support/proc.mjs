// What the kernel says of processes. Linux only: it reads /proc.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const KB = 1024;
const MB = 1024 * KB;

export const isReadable = existsSync('/proc/self/stat');
const ticksPerSecond = isReadable ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 0;

/** CPU time in ms of a process and of the children it has buried; 0 once it has ended, for then its parent has it. */
export function cpuMs(pid) {
  const [, , ...times] = (whileItLives(() => statOf(pid)) ?? []).slice(9, 15).map(Number);
  return (times.reduce((sum, ticks) => sum + ticks, 0) * 1000) / ticksPerSecond;
}

/** Resident memory of a process, in MB. */
export function rssMb(pid) {
  return memoryMb(`/proc/${pid}/status`, 'VmRSS');
}

/** Memory of several processes in MB: what they share is counted once. */
export function sharedMb(pids) {
  const each = pids.map((pid) => whileItLives(() => memoryMb(`/proc/${pid}/smaps_rollup`, 'Pss')) ?? 0);
  return each.reduce((sum, mb) => sum + mb, 0);
}

/** The living descendants of a process, without itself. */
export function descendants(pid) {
  const parents = new Map(livingPids().map((each) => [each, parentOf(each)]));
  const childrenOf = (parent) => [...parents.keys()].filter((each) => parents.get(each) === parent);
  const walk = (parent) => childrenOf(parent).flatMap((child) => [child, ...walk(child)]);
  return walk(pid);
}

function livingPids() {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function parentOf(pid) {
  return whileItLives(() => Number(statOf(pid)[1]));
}

/** Undefined when the process ends meanwhile. */
function whileItLives(read) {
  try {
    return read();
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

/** The fields after the name in parentheses, which may hold spaces: state, parent, and so on (proc(5)). */
function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function memoryMb(file, field) {
  const [, kb] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
  return (Number(kb) * KB) / MB;
}
