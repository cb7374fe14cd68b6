import type { Api } from './account.js';
import type { Answer, RequestOptions } from './http.js';

/** Secrets and private texts, by what they are, that must not be found where they do not belong. */
export class Canaries {
  private readonly seeded = new Map<string, string>();

  /** Remembers it, and gives it back. */
  seed<T extends string>(what: string, secret: T): T {
    if (secret.length < 6) throw new Error(`${what}: too short to be told from anything else`);
    this.seeded.set(what, secret);
    return secret;
  }

  get count(): number {
    return this.seeded.size;
  }

  /** What of it stands in this text: each as it is, and as URLs, JSON and base64 write it. */
  foundIn(text: string): string[] {
    return [...this.seeded]
      .filter(([, secret]) => spellings(secret).some((one) => text.includes(one)))
      .map(([what]) => what);
  }
}

function spellings(secret: string): string[] {
  const [bare] = JSON.stringify(secret).slice(1, -1).split('\n');
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [secret, bare ?? secret, encodeURIComponent(secret), base64];
}

/** A gateway whose refusals are kept. */
export class Overheard implements Api {
  readonly problems: { asked: string; text: string }[] = [];

  constructor(private readonly gateway: Api) {}

  async call<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>> {
    const answer = await this.gateway.call<T>(method, path, options);
    if (answer.status >= 400) this.problems.push({ asked: `${method} ${path}`, text: JSON.stringify(answer.body) });
    return answer;
  }
}
