import { type BinaryNode, USyncQuery, USyncUser, type WASocket } from '@whiskeysockets/baileys';
import { bareJid, type NumberAnswer } from '../../contracts/index.js';

type Socket = Pick<WASocket, 'executeUSyncQuery'>;

interface Found {
  id: string;
  contact?: { exists: boolean; number: string };
  lid?: string;
}

/** Like Baileys' own, which forgets which number was asked for: WhatsApp answers with the address, which may be another number. */
const CONTACT = {
  name: 'contact',
  getQueryElement: (): BinaryNode => ({ tag: 'contact', attrs: {} }),
  getUserElement: ({ phone = '' }: USyncUser): BinaryNode => ({ tag: 'contact', attrs: {}, content: phone }),
  parser: ({ attrs, content }: BinaryNode): Found['contact'] => ({
    exists: attrs['type'] === 'in',
    number: digitsOf(content),
  }),
};

/** What WhatsApp says of these numbers, in their order. Throws what Baileys throws, and when a number is not answered for. */
export async function askNumbers(sock: Socket, numbers: string[]): Promise<NumberAnswer[]> {
  const query = new USyncQuery().withLIDProtocol();
  query.protocols.push(CONTACT);
  for (const number of numbers) query.withUser(new USyncUser().withPhone(`+${number}`));
  const { list = [] } = (await sock.executeUSyncQuery(query)) ?? {};
  return numbers.map((number) => answerFor(number, list as unknown as Found[]));
}

function answerFor(number: string, list: Found[]): NumberAnswer {
  const found = list.find(({ contact }) => contact?.number === number);
  if (!found?.contact) throw new Error('WhatsApp did not answer for a number');
  if (!found.contact.exists) return { number, exists: false, whatsappId: null, lid: null };
  return { number, exists: true, whatsappId: bareJid(found.id), lid: found.lid ? bareJid(found.lid) : null };
}

function digitsOf(content: BinaryNode['content']): string {
  const text =
    typeof content === 'string' ? content : content instanceof Uint8Array ? Buffer.from(content).toString() : '';
  return text.replace(/\D/g, '');
}
