import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { pathToFileURL } from 'node:url';

const A = 1;
const AAAA = 28;

/** A name server on loopback, whose names may lead elsewhere each time they are asked for. */
export class NameServer {
  /** The names that were asked for, in order: once a connection. */
  readonly asked: string[] = [];
  private readonly answers = new Map<string, string[]>();

  private constructor(private readonly socket: Socket) {}

  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    const server = new NameServer(socket);
    socket.on('message', (query, client) => server.reply(query, client));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return server;
  }

  /** Makes a program of Node ask this server for all names. */
  get env(): Record<string, string> {
    const preload = new URL('./ask-name-server.mjs', pathToFileURL(`${process.cwd()}/test/support/`));
    return { NODE_OPTIONS: `--import ${preload.href}`, NAME_SERVER: `127.0.0.1:${this.socket.address().port}` };
  }

  /** The first question for the name gets the first address, and so on; further ones the last. */
  lead(name: string, ...addresses: string[]): void {
    this.answers.set(name, addresses);
  }

  stop(): void {
    this.socket.close();
  }

  /** RFC 1035: the question comes back, with at most one record of the type that was asked for. AAAA is asked for first. */
  private reply(query: Buffer, { port, address: client }: RemoteInfo): void {
    const { name, end } = readName(query);
    const type = query.readUInt16BE(end);
    if (type === AAAA) this.asked.push(name);
    const addresses = this.answers.get(name) ?? [];
    const address = addresses[Math.min(this.asked.filter((one) => one === name).length, addresses.length) - 1];
    const fits = address !== undefined && type === (isIPv6(address) ? AAAA : A);
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(address === undefined ? 0x8183 : 0x8180, 2);
    head.writeUInt16BE(fits ? 1 : 0, 6);
    head.fill(0, 8);
    const record = fits ? [recordOf(type, address)] : [];
    this.socket.send(Buffer.concat([head, query.subarray(12, end + 4), ...record]), port, client);
  }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** Lives 0 s; its name is that of the question. */
function recordOf(type: number, address: string): Buffer {
  const data = type === A ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  return Buffer.concat([Buffer.of(0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length), data]);
}

function ipv6Bytes(address: string): Buffer {
  const [left = '', right = ''] = address.split('::');
  const parts = (text: string) => text.split(':').filter(Boolean);
  const zeros = Array<string>(8 - parts(left).length - parts(right).length).fill('0');
  return Buffer.from([...parts(left), ...zeros, ...parts(right)].map((part) => part.padStart(4, '0')).join(''), 'hex');
}
