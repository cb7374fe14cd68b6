import { parseAddress, SERVER } from './wire/jid.js';
import { KEY_TYPE } from './wire/keys.js';
import { notify } from './deliveries.js';
import type { Bundle } from './signal-device.js';
import { bytes, child, children, QueryError, readUint, stanza, uint, type BinaryNode } from './wire/stanza.js';
import type { Companion } from './users.js';
import type { World } from './world.js';

/** The server asks for more one-time keys when it has fewer than this. */
const LOW = 5;

/** `encrypt/get`: how many one-time keys are left, are they mine, and other people's bundles. */
export function answerKeyQuery(world: World, companion: Companion, request: BinaryNode): BinaryNode[] {
  if (child(request, 'count')) return [stanza('count', { value: companion.preKeys.length })];
  if (child(request, 'digest')) return [stanza('digest', {}, identityNodes(companion.bundle))];
  const wanted = child(request, 'key');
  if (!wanted) throw new QueryError(400, 'bad-request');
  return [
    stanza(
      'list',
      {},
      children(wanted, 'user').map((user) => bundleOf(world, user.attrs.jid ?? '')),
    ),
  ];
}

/** `encrypt/set`: a batch of one-time keys with the identity they belong to, or a new signed pre-key. */
export function storeKeys(world: World, companion: Companion, request: BinaryNode): BinaryNode[] {
  const { user, device } = companion;
  const rotated = child(child(request, 'rotate'), 'skey');
  if (rotated) {
    companion.bundle = { ...companion.bundle, signedPreKey: readSignedPreKey(rotated) };
    return [];
  }
  const signedPreKey = child(request, 'skey');
  const list = child(request, 'list');
  if (!signedPreKey || !list) throw new QueryError(400, 'bad-request');
  companion.bundle = {
    registrationId: readUint(child(request, 'registration')),
    identity: bytes(child(request, 'identity')),
    signedPreKey: readSignedPreKey(signedPreKey),
  };
  for (const key of children(list, 'key')) companion.preKeys.push(readPreKey(key));
  world.log.add('pre-keys', { phoneNumber: user.phoneNumber, device, detail: String(companion.preKeys.length) });
  return [];
}

/** A companion's bundle with one of its one-time keys, which nobody gets again. */
export function takeBundle(world: World, companion: Companion): Bundle {
  const preKey = companion.preKeys.shift();
  if (preKey && companion.preKeys.length === LOW - 1) {
    notify(world, companion, 'encrypt', SERVER, [stanza('count', { value: companion.preKeys.length })]);
  }
  return { ...companion.bundle, preKey };
}

function bundleOf(world: World, jid: string): BinaryNode {
  const user = world.users.at(jid);
  const device = parseAddress(jid)?.device ?? 0;
  const companion = user?.companions.get(device);
  if (!user || (device !== 0 && !companion)) {
    return stanza('user', { jid }, [stanza('error', { code: 404, text: 'item-not-found' })]);
  }
  const bundle = companion ? takeBundle(world, companion) : user.device.takeBundle();
  return stanza('user', { jid }, bundleNodes(bundle));
}

function identityNodes({ registrationId, identity }: Bundle): BinaryNode[] {
  return [
    stanza('registration', {}, uint(registrationId, 4)),
    stanza('type', {}, KEY_TYPE),
    stanza('identity', {}, identity),
  ];
}

/** The key material without the registration id, as a retry receipt carries it in `<keys>`. */
export function keyNodes({ identity, signedPreKey, preKey }: Bundle): BinaryNode[] {
  const nodes = [stanza('type', {}, KEY_TYPE), stanza('identity', {}, identity)];
  if (preKey) {
    nodes.push(stanza('key', {}, [stanza('id', {}, uint(preKey.id, 3)), stanza('value', {}, preKey.key)]));
  }
  const { id, key, signature } = signedPreKey;
  nodes.push(
    stanza('skey', {}, [stanza('id', {}, uint(id, 3)), stanza('value', {}, key), stanza('signature', {}, signature)]),
  );
  return nodes;
}

function bundleNodes(bundle: Bundle): BinaryNode[] {
  return [stanza('registration', {}, uint(bundle.registrationId, 4)), ...keyNodes(bundle)];
}

/** The keys a retry receipt brought along, if it did. */
export function readKeys(receipt: BinaryNode): Bundle | undefined {
  const keys = child(receipt, 'keys');
  const signedPreKey = child(keys, 'skey');
  if (!keys || !signedPreKey) return undefined;
  const preKey = child(keys, 'key');
  return {
    registrationId: readUint(child(receipt, 'registration')),
    identity: bytes(child(keys, 'identity')),
    signedPreKey: readSignedPreKey(signedPreKey),
    preKey: preKey && readPreKey(preKey),
  };
}

function readPreKey(node: BinaryNode) {
  return { id: readUint(child(node, 'id')), key: bytes(child(node, 'value')) };
}

function readSignedPreKey(node: BinaryNode) {
  return { ...readPreKey(node), signature: bytes(child(node, 'signature')) };
}
