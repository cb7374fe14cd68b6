import { randomBytes } from 'node:crypto';
import { jsonLine, Program } from './program.js';

const SCRIPT = 'test/support/storage-server.mjs';

/** An S3 server as a process of its own, with its objects in `folder`. */
export class Storage {
  private port = 0;
  private program!: Program;
  private readonly accessKey = randomBytes(8).toString('hex');
  private readonly secretKey = randomBytes(16).toString('hex');

  private constructor(private readonly folder: string) {}

  static async start(folder: string): Promise<Storage> {
    const storage = new Storage(folder);
    await storage.up();
    return storage;
  }

  /** What the product has to be told to use it. */
  get env(): Record<string, string> {
    return {
      MINIO_ENDPOINT: `127.0.0.1:${this.port}`,
      MINIO_ACCESS_KEY: this.accessKey,
      MINIO_SECRET_KEY: this.secretKey,
      MINIO_BUCKET_NAME: 'whatsapp-sessions',
    };
  }

  /** Starts it (again), with what it had. */
  async up(): Promise<void> {
    this.program = Program.run(SCRIPT, { args: [this.folder, String(this.port), this.accessKey, this.secretKey] });
    this.port = Number((await this.program.line('its port', jsonLine))['port']);
  }

  stop(): Promise<unknown> {
    return this.program.end('SIGTERM');
  }
}
