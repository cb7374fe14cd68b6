import { fileURLToPath } from 'node:url';
import { cpuMs, rssMb } from './proc.mjs';
import { Program } from './program.mjs';

const WORKER = fileURLToPath(new URL('bare-worker.mjs', import.meta.url));

/** Plain Baileys in a process of its own: the other side of every ratio. */
export class BareBaileys {
  phoneNumbers = [];
  #asked = new Map();
  #lastId = 0;

  constructor(sandbox, nodeArgs) {
    this.sandbox = sandbox;
    this.nodeArgs = nodeArgs;
    this.up();
  }

  up() {
    const args = [this.sandbox.url, this.sandbox.wsUrl];
    this.program = new Program(WORKER, { args, nodeArgs: this.nodeArgs, ipc: true });
    this.program.child.on('message', ({ id, result, error }) => {
      const { resolve, reject } = this.#asked.get(id);
      this.#asked.delete(id);
      if (error === undefined) resolve(result);
      else reject(new Error(`bare Baileys: ${error}`));
    });
    this.program.child.once('exit', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('bare Baileys ended'));
    });
  }

  async pairUpTo(count) {
    this.phoneNumbers = await this.#call('pairUpTo', count);
    await this.connected();
  }

  connected() {
    return this.sandbox.ready(this.phoneNumbers);
  }

  /** Sends in turn from the first `sessions` accounts, each message until WhatsApp's server has it. */
  send(load) {
    return this.#call('send', load);
  }

  /** Has everything that the first account receives posted to a URL. */
  forward(url) {
    return this.#call('forward', url);
  }

  /** No more is posted, so that the receiver may go away. */
  endForwarding() {
    return this.#call('endForwarding');
  }

  /** Ends the process and gives what the next one needs to log in again. */
  async down() {
    const saved = await this.#call('save');
    await this.program.end();
    return saved;
  }

  /** A new process with the accounts of the last one, until all are logged in. */
  async again(saved) {
    this.up();
    await this.#call('restore', saved);
    await this.connected();
  }

  dispose() {
    return this.program.end();
  }

  /** CPU time in ms so far. */
  cpu() {
    return cpuMs(this.program.pid);
  }

  /** Memory in MB. */
  memory() {
    return rssMb(this.program.pid);
  }

  collectGarbage() {
    this.program.child.kill('SIGUSR2');
  }

  #call(name, args) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.program.child.send({ id, name, args });
    });
  }
}
