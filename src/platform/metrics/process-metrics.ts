import { collectDefaultMetrics } from 'prom-client';
import type { AppConfig } from '../config/index.js';
import { packageVersion } from '../package-root.js';
import { gauge, registry } from './registry.js';

const buildInfo = gauge('wagate_build_info', 'Always 1; which version runs, on which Node, in which role', [
  'version',
  'node',
  'role',
]);

let collecting = false;

/** The event loop's lag, memory, processor time and garbage collection, by the names that all Node programs use for them. */
export function measureProcess({ role }: AppConfig): void {
  if (collecting) return;
  collecting = true;
  buildInfo.set({ version: packageVersion(), node: process.versions.node, role }, 1);
  collectDefaultMetrics({ register: registry });
}
