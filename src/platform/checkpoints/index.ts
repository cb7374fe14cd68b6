/**
 * Named places on a message's way, published on `node:diagnostics_channel` as `wagate:<name>`: for tracing, and for the fault
 * tests, which end the process at them. Nothing subscribes in the product, and without subscribers a checkpoint costs
 * nothing. Gateway and worker publish.
 */
export { checkpoint, type Checkpoint, CHECKPOINTS } from './checkpoint.js';
