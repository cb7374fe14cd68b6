import { answer, api, type Schemas } from '@/lib/api';

type SentFile = Pick<Schemas['MediaDto'], 'mediaId' | 'kind'>;

/** What somebody has written. */
export interface Draft {
  sessionId: string;
  /** The chat. */
  to: string;
  text: string;
  file: File | null;
}

/**
 * Sends a draft, again with each call until it is accepted: always as the same request, so that a first try of which only the answer
 * was lost is not sent a second time. A file is uploaded once.
 */
export class Sending {
  private readonly key = randomKey();
  private uploaded: SentFile | null = null;

  constructor(readonly draft: Draft) {}

  async try(): Promise<void> {
    const { sessionId, to, text, file } = this.draft;
    if (file !== null) this.uploaded ??= await upload(sessionId, file);
    const body =
      this.uploaded === null
        ? { type: 'text' as const, to, text }
        : {
            type: this.uploaded.kind,
            to,
            media: { mediaId: this.uploaded.mediaId },
            ...(text !== '' && { caption: text }),
          };
    const params = { path: { sessionId }, header: { 'Idempotency-Key': this.key } };
    await answer(api.POST('/api/v1/sessions/{sessionId}/messages', { params, body }));
  }
}

function upload(sessionId: string, file: File): Promise<SentFile> {
  return answer(
    api.POST('/api/v1/media', {
      // Its type describes what is on the wire; a form can carry the file itself.
      body: { sessionId, file: file as unknown as string },
      bodySerializer: () => {
        const form = new FormData();
        form.append('sessionId', sessionId);
        form.append('file', file, file.name);
        return form;
      },
    }),
  );
}

/** Not `crypto.randomUUID`: browsers have that only where the page came over https. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
