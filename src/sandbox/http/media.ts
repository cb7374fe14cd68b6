import { fileIn } from '../media/files.js';
import { nameOf, type GoneStatus } from '../media/store.js';
import { Problem, route, type Route } from './route.js';

const tag = 'Files';

interface ExpireBody {
  messageId: string;
  status?: GoneStatus;
}

/** The media server itself is https and has a port of its own; these are about what it holds. */
export const mediaRoutes: Route[] = [
  route<ExpireBody>({
    method: 'POST',
    path: '/media/expire',
    tag,
    summary: 'Let the file of a message be gone',
    description:
      'The media server answers 410 (or the `status`) for it from now on, until a phone is asked to upload it again.',
    body: {
      type: 'object',
      required: ['messageId'],
      properties: {
        messageId: { type: 'string' },
        status: { type: 'integer', minimum: 404, maximum: 410, description: '404 or 410. Default 410.' },
      },
    },
    status: 204,
    handle: ({ world, body: { messageId, status = 410 } }) => {
      if (status !== 404 && status !== 410) throw new Problem(400, 'Bad request', 'status must be 404 or 410.');
      const [record] = world.messages.list({ id: messageId, limit: 1 });
      const found = record?.content ? fileIn(record.content) : undefined;
      const name = found && nameOf(world.media, found.file);
      if (name === undefined) throw new Problem(404, 'Not found', `No message ${messageId} with a file is known here.`);
      world.media.expire(name, status);
    },
  }),
];
