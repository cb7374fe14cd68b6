import { type BinaryNode } from '@whiskeysockets/baileys';
import { SERVER } from './jid.js';

export type { BinaryNode };

type Attributes = Record<string, string | number | undefined>;

/** Builds a node; attributes that are undefined are left out, since their presence alone has a meaning. */
export function stanza(tag: string, attrs: Attributes = {}, content?: BinaryNode['content']): BinaryNode {
  const node: BinaryNode = { tag, attrs: {} };
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined) node.attrs[name] = String(value);
  }
  if (content !== undefined) node.content = content;
  return node;
}

export function children(node: BinaryNode | undefined, tag?: string): BinaryNode[] {
  if (!Array.isArray(node?.content)) return [];
  return tag === undefined ? node.content : node.content.filter((child) => child.tag === tag);
}

export function child(node: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return Array.isArray(node?.content) ? node.content.find((candidate) => candidate.tag === tag) : undefined;
}

/** Content as bytes; empty when there is none. A short text may arrive as a token, i.e. as a string. */
export function bytes(node: BinaryNode | undefined): Buffer {
  const content = node?.content;
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.alloc(0);
}

export function uint(value: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  buffer.writeUIntBE(value, 0, length);
  return buffer;
}

/** Big-endian number from content; 0 when empty. */
export function readUint(node: BinaryNode | undefined): number {
  const buffer = bytes(node);
  return buffer.length > 0 && buffer.length <= 6 ? buffer.readUIntBE(0, buffer.length) : 0;
}

export function iqResult(request: BinaryNode, content?: BinaryNode[]): BinaryNode {
  return stanza('iq', { from: SERVER, type: 'result', id: request.attrs.id }, content);
}

export function iqError(request: BinaryNode, code: number, text: string): BinaryNode {
  return stanza('iq', { from: SERVER, type: 'error', id: request.attrs.id }, [stanza('error', { code, text })]);
}

/** An iq that cannot be served; the dispatcher answers it with `<error>`. */
export class QueryError extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(text);
  }
}

/** JSON form of a node for the state file: bytes become `{b: base64}`. */
export interface NodeJson {
  t: string;
  a: Record<string, string>;
  c?: string | { b: string } | NodeJson[];
}

export function nodeToJson(node: BinaryNode): NodeJson {
  const json: NodeJson = { t: node.tag, a: node.attrs };
  if (Array.isArray(node.content)) json.c = node.content.map(nodeToJson);
  else if (typeof node.content === 'string') json.c = node.content;
  else if (node.content) json.c = { b: Buffer.from(node.content).toString('base64') };
  return json;
}

export function nodeFromJson(json: NodeJson): BinaryNode {
  const node: BinaryNode = { tag: json.t, attrs: json.a };
  if (Array.isArray(json.c)) node.content = json.c.map(nodeFromJson);
  else if (typeof json.c === 'string') node.content = json.c;
  else if (json.c) node.content = Buffer.from(json.c.b, 'base64');
  return node;
}
