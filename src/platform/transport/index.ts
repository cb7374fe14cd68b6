/**
 * How the two roles reach each other: Nest microservices, inside one process for ROLE=all and over Redis otherwise, with the
 * same controllers. It owns no table: a message is a hint or a live question, and may be lost. Gateways and workers inject
 * {@link Bus}; `main.ts` calls {@link connectTransport}. In a pattern `:workerId` becomes the id of the listening worker.
 */
export { Bus, Undelivered } from './bus.js';
export { connectTransport, microserviceOptions } from './connect.js';
export { RpcProblemFilter } from './rpc-problem.filter.js';
export { TransportModule } from './transport.module.js';
