import { EventEmitter, once } from 'node:events';
import type { Agent } from 'node:https';
import type { Socket } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { Agent as UndiciAgent, type Dispatcher } from 'undici';
import { isError } from '../is-error.js';
import { checkedLookup } from './checked-lookup.js';

const CONNECT_LIMIT_MS = 10_000;

/** `PROXY_UNREACHABLE`: there was no answer of it. `PROXY_REFUSED`: it does not let us through. */
export type ProxyReason = 'PROXY_UNREACHABLE' | 'PROXY_REFUSED';

/**
 * A connection was not made, because of the proxy. `message` is a sentence for people, without the proxy's address; what the libraries threw
 * holds that and is not kept.
 */
export class ProxyFailure extends Error {
  constructor(
    readonly reason: ProxyReason,
    message: string,
  ) {
    super(message);
    this.name = 'ProxyFailure';
  }
}

/**
 * Makes connections through a proxy, and none in any other way; names are looked up there. Its own address is judged when it is
 * connected to, unless private ones are allowed. What goes wrong on the way to the other end of it is a {@link ProxyFailure}.
 */
export function proxyAgent(url: string, allowPrivate: boolean): Agent {
  const guard = allowPrivate ? {} : { lookup: checkedLookup() };
  const isSocks = url.toLowerCase().startsWith('socks5:');
  return (isSocks ? new SocksProxy(url.replace(/^socks5:/i, 'socks5h:'), guard) : new HttpProxy(url, guard)) as Agent;
}

/** The same way for `fetch`. `agent` is one of {@link proxyAgent}. */
export function dispatcherThrough(agent: Agent): Dispatcher {
  const { connect } = agent as unknown as { connect: Connect };
  return new UndiciAgent({
    connect: ({ hostname: host, port, protocol, servername }, done) => {
      const secureEndpoint = protocol === 'https:';
      const to = { host, port: Number(port || (secureEndpoint ? 443 : 80)), secureEndpoint, servername };
      // The libraries want a request to tell of what they do; nobody listens.
      connect.call(agent as never, new EventEmitter() as never, to as never).then(
        (socket) => done(null, socket),
        (error: Error) => done(error, null),
      );
    },
  });
}

type Guard = { lookup?: ReturnType<typeof checkedLookup> };
type Connect = HttpsProxyAgent<string>['connect'];

class HttpProxy extends HttpsProxyAgent<string> {
  constructor(url: string, guard: Guard) {
    super(url, guard);
  }

  override connect(...[request, options]: Parameters<Connect>): Promise<Socket> {
    return tunnelled(async (signal) => {
      let status = 0;
      request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => (status = statusCode));
      // Read at once by the call that follows (dist/index.js, 9.1.0).
      this.connectOpts = { ...this.connectOpts, signal } as typeof this.connectOpts;
      const socket = await super.connect(request, options);
      if (status === 200) return socket;
      socket.destroy();
      throw new ProxyFailure('PROXY_REFUSED', `The proxy answered ${status}.`);
    });
  }
}

class SocksProxy extends SocksProxyAgent {
  constructor(url: string, guard: Guard) {
    super(url, { socketOptions: guard });
  }

  /** One that comes too late is ended by the library, after 30 s. */
  override connect(...args: Parameters<SocksProxyAgent['connect']>): Promise<Socket> {
    return tunnelled(() => super.connect(...args));
  }
}

async function tunnelled(connect: (signal: AbortSignal) => Promise<Socket>): Promise<Socket> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), CONNECT_LIMIT_MS);
  const late = once(limit.signal, 'abort').then(() => {
    throw new ProxyFailure('PROXY_UNREACHABLE', 'The proxy did not answer in time.');
  });
  try {
    return await Promise.race([connect(limit.signal), late]);
  } catch (error) {
    throw failureOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** What the socks library says when the proxy answered, and the answer was no (constants.js, 2.8: Socks5Response and its errors). */
const SAID_NO = /rejected|Authentication failed|No accepted authentication/i;

/** AddressRefused says so. */
const INSIDE = /leads to an address that is not public/;

/** Codes of Node for what is wrong with a certificate (tls.html, X509 certificate error codes, and ERR_TLS_CERT_ALTNAME_INVALID). */
const UNTRUSTED = /^(?:[A-Z_]*CERT[A-Z_]*|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

function failureOf(error: unknown): ProxyFailure {
  if (error instanceof ProxyFailure) return error;
  // The socks library keeps only the words of what the socket threw, which name the proxy's address as well.
  const message = isError(error) ? error.message : '';
  if (INSIDE.test(message)) {
    return new ProxyFailure('PROXY_UNREACHABLE', 'The proxy’s name leads to an address that is not public.');
  }
  if (SAID_NO.test(message)) return new ProxyFailure('PROXY_REFUSED', `The proxy refused: ${message}.`);
  const coded = isError(error) && 'code' in error ? String(error.code) : message;
  if (UNTRUSTED.test(coded)) {
    return new ProxyFailure('PROXY_UNREACHABLE', `The proxy’s certificate is not trusted (${coded}).`);
  }
  const [code] = /\bE[A-Z_]{4,}\b/.exec(coded) ?? [];
  return new ProxyFailure('PROXY_UNREACHABLE', `The proxy can not be reached${code ? ` (${code})` : ''}.`);
}
