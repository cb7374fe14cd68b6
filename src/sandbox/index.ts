/**
 * A WhatsApp server on loopback for unmodified Baileys clients, with simulated phones and contacts that tests and demos drive over HTTP.
 * It owns no tables and keeps its world in memory, or in one JSON file when asked. It imports nothing of the product, and the product
 * nothing of it: any Baileys program can be pointed at its WebSocket. Called by main.ts here, and in-process by its own tests.
 *
 * `wire/` is what both ends agree on (frames, Noise, stanzas); one file a stanza family is what the server does; `http/` is the API.
 * It is a test tool: everything in it is plain text for whoever reaches the port.
 */
export { startSandbox, type Sandbox, type SandboxOptions } from './server.js';
