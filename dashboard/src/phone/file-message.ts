import type { Writing } from './chat-pane';

/** The sandbox takes bodies of 32 MB, and files come as base64 in them. */
const LARGEST = 20 * 1_048_576;

/** The body with which what was written is sent. @throws with a sentence for people when the file is too large. */
export async function messageOf(text: string, file: File | null, writing: Writing): Promise<object> {
  if (writing && 'edit' in writing) return { type: 'edit', messageId: writing.edit.messageId, text };
  const replyTo = writing ? { replyTo: writing.reply.messageId } : {};
  if (!file) return { type: 'text', text, ...replyTo };
  if (file.size > LARGEST) throw new Error('The file is too large: 20 MB at most.');
  const type = kindOf(file.type);
  return {
    ...{ type, data: await base64(file), ...replyTo },
    ...(file.type && { mimetype: file.type }),
    ...(text && type !== 'audio' && { caption: text }),
    ...(type === 'document' && { filename: file.name }),
  };
}

function kindOf(mimetype: string): string {
  if (/^image\/(jpeg|png)$/.test(mimetype)) return 'image';
  if (mimetype === 'image/webp') return 'sticker';
  if (mimetype === 'video/mp4') return 'video';
  return mimetype.startsWith('audio/') ? 'audio' : 'document';
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).split(',')[1] ?? '');
    reader.onerror = () => reject(new Error('The file can not be read.'));
    reader.readAsDataURL(file);
  });
}
