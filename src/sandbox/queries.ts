import { syncAppState } from './app-state.js';
import { answerMex } from './channels/queries.js';
import type { Connection } from './connection.js';
import { unlink } from './devices.js';
import { answerGroupQuery } from './groups/queries.js';
import { parseAddress } from './wire/jid.js';
import { goLive } from './login.js';
import { finishCode, registerCode } from './pairing-code.js';
import { answerKeyQuery, storeKeys } from './prekeys.js';
import {
  answerBlocklist,
  answerBusiness,
  answerPicture,
  answerPrivacy,
  changeAbout,
  changeBlocklist,
  changePicture,
  changePrivacy,
} from './profile.js';
import { child, iqError, iqResult, QueryError, stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion } from './users.js';
import { answerUsync } from './usync.js';
import type { World } from './world.js';

interface Query {
  world: World;
  connection: Connection;
  companion: Companion;
  request: BinaryNode;
}

/** Content of the result; `then` runs after it was sent. */
type Answer = BinaryNode[] | { then: () => void };

/** How long a client may use what `media_conn` told it. */
const MEDIA_CONN_SECONDS = 3600;
const empty = (): Answer => [];

/** By xmlns and type: what a logged-in client may ask. Where nothing is kept, the smallest answer that satisfies Baileys. */
const queries: Record<string, (query: Query) => Answer> = {
  'w:p get': empty,
  'encrypt get': ({ world, companion, request }) => answerKeyQuery(world, companion, request),
  'encrypt set': ({ world, companion, request }) => storeKeys(world, companion, request),
  'usync get': ({ world, request }) => answerUsync(world, request),
  'passive set': ({ world, connection, companion, request }) =>
    child(request, 'active') ? { then: () => goLive(world, connection, companion) } : [],
  'md set': ({ world, companion, request }) => removeDevice(world, companion, request),
  'w:sync:app:state set': ({ world, companion, request }) => syncAppState(world, companion, request),
  'w:g2 get': ({ world, companion, request }) => answerGroupQuery(world, companion, request),
  'w:g2 set': ({ world, companion, request }) => answerGroupQuery(world, companion, request),
  'w:m set': ({ world }) => [
    stanza('media_conn', { auth: world.media.auth, ttl: MEDIA_CONN_SECONDS }, [
      stanza('host', { hostname: world.media.host }),
    ]),
  ],
  'privacy get': ({ companion }) => answerPrivacy(companion),
  'privacy set': ({ companion, request }) => changePrivacy(companion, request),
  'blocklist get': ({ world, companion }) => answerBlocklist(world, companion),
  'blocklist set': ({ world, companion, request }) => changeBlocklist(world, companion, request),
  'abt get': () => [stanza('props', { hash: 'sandbox' }, [])],
  'w get': () => [stanza('props', { hash: 'sandbox' }, [])],
  'w:profile:picture get': ({ world, request }) => answerPicture(world, request),
  'w:profile:picture set': ({ world, companion, request }) => changePicture(world, companion, request),
  'status set': ({ world, companion, request }) => changeAbout(world, companion, request),
  'disappearing_mode set': empty,
  'w:stats set': empty,
  'w:stats undefined': empty,
  'urn:xmpp:whatsapp:dirty set': empty,
  'w:biz get': ({ world, request }) => answerBusiness(world, request),
  'bot get': () => [stanza('bot', { v: 2 }, [])],
  'w:mex get': ({ world, companion, request }) => answerMex(world, companion, request),
};

/** Every iq is answered, what nobody knows with 501: a client would wait for minutes. */
export function answerQuery(world: World, connection: Connection, request: BinaryNode): void {
  if (request.attrs.type === 'result' || request.attrs.type === 'error') return;
  try {
    const answer = connection.companion
      ? ask({ world, connection, companion: connection.companion, request })
      : askUnpaired(world, connection, request);
    if (!answer) return;
    connection.send(iqResult(request, Array.isArray(answer) ? answer : undefined));
    if (!Array.isArray(answer)) answer.then();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    connection.send(iqError(request, error.code, error.message));
  }
}

function ask(query: Query): Answer {
  const { xmlns, type } = query.request.attrs;
  const name = `${xmlns} ${type}`;
  const handler = queries[name];
  if (handler) return handler(query);
  const { user, device } = query.companion;
  query.world.log.add('unknown-query', { phoneNumber: user.phoneNumber, device, detail: name });
  throw new QueryError(501, 'feature-not-implemented');
}

/** Undefined when the answer comes from elsewhere. */
function askUnpaired(world: World, connection: Connection, request: BinaryNode): Answer | undefined {
  if (request.attrs.xmlns === 'w:p') return [];
  const stage = child(request, 'link_code_companion_reg')?.attrs.stage;
  if (stage === 'companion_hello') return registerCode(world, connection, request);
  if (stage === 'companion_finish' && finishCode(connection, request)) return undefined;
  throw new QueryError(501, 'feature-not-implemented');
}

/** A companion logs out itself, or another one of its account. */
function removeDevice(world: World, companion: Companion, request: BinaryNode): Answer {
  const jid = child(request, 'remove-companion-device')?.attrs.jid;
  const target = companion.user.companions.get(parseAddress(jid)?.device ?? 0);
  if (!target || world.users.at(jid) !== companion.user) throw new QueryError(404, 'item-not-found');
  return { then: () => unlink(world, target) };
}
