import type { NewEvent, PublicEvent } from '../../contracts/index.js';
import { bodyOf, classicBody, standardBody } from './body.js';

const happened = (event: NewEvent): PublicEvent => ({
  ...event,
  id: 'evt_0198',
  sessionId: 'myUserSession1',
  userId: '00000000-0000-7000-8000-000000000000',
  position: 9000,
  sequence: 4711,
  createdAt: new Date('2026-01-15T10:30:00Z'),
});

const received = happened({
  type: 'message.received',
  chatId: '0987654321@s.whatsapp.net',
  payload: {
    messageId: 'QWERTY',
    chatId: '0987654321@s.whatsapp.net',
    from: '0987654321@s.whatsapp.net',
    to: '1234567890@s.whatsapp.net',
    phoneNumber: '+0987654321',
    lid: null,
    pushName: 'Bob',
    messageType: 'text',
    text: 'Hey there!',
    rawKind: null,
    timestamp: 1678886410,
  },
});

describe('the standard body', () => {
  it('has the envelope and the fields of the payload side by side, and the payload under data', () => {
    expect(standardBody(received)).toEqual({
      id: 'evt_0198',
      type: 'message.received',
      event: 'message_received',
      sessionId: 'myUserSession1',
      sequence: 4711,
      createdAt: '2026-01-15T10:30:00.000Z',
      ...received.payload,
      data: received.payload,
    });
  });

  it('is the same bytes every time', () => {
    expect(bodyOf('standard', received)).toBe(bodyOf('standard', structuredClone(received)));
  });

  it('does not tell whose event it is', () => {
    expect(bodyOf('standard', received)).not.toContain(received.userId);
  });
});

describe('the classic body', () => {
  const about = { sessionId: 'myUserSession1', id: 'evt_0198', sequence: 4711 };

  it('of a message has its kind under type', () => {
    expect(classicBody(received)).toEqual({
      ...about,
      event: 'message_received',
      messageId: 'QWERTY',
      from: '0987654321@s.whatsapp.net',
      to: '1234567890@s.whatsapp.net',
      type: 'text',
      text: 'Hey there!',
      timestamp: 1678886410,
    });
  });

  it('of a message without text has no text', () => {
    const unsupported = { messageType: 'unsupported', text: null, rawKind: 'pollCreationMessage' };
    const event = happened({
      type: 'message.received',
      chatId: null,
      payload: { ...(received.payload as Extract<NewEvent, { type: 'message.received' }>['payload']), ...unsupported },
    });
    expect(classicBody(event)).not.toHaveProperty('text');
  });

  it('of a file has its caption and where it is', () => {
    const media = { mediaId: 'M', url: '/api/v1/media/M', mimetype: 'image/png' };
    const file = { messageType: 'image', text: null, caption: 'look', media };
    const event = happened({
      type: 'message.received',
      chatId: null,
      payload: { ...(received.payload as Extract<NewEvent, { type: 'message.received' }>['payload']), ...file },
    });
    expect(classicBody(event)).toMatchObject({ type: 'image', caption: 'look', mediaUrl: '/api/v1/media/M' });
    expect(classicBody(event)).not.toHaveProperty('text');
    const whole = 'https://wagate.example.com/api/v1/media/M';
    const [classic, standard] = (['classic', 'standard'] as const).map((format) =>
      JSON.parse(bodyOf(format, event, 'https://wagate.example.com')),
    );
    expect(classic).toMatchObject({ mediaUrl: whole });
    expect(standard).toMatchObject({ media: { url: whole }, data: { media: { url: whole } } });
  });

  it.each<[NewEvent, object]>([
    [
      {
        type: 'session.qr',
        chatId: null,
        payload: {
          status: 'SCANNING_QR',
          qr: '2@a',
          qrCode: 'data:image/png;base64,AA',
          expiresAt: '2026-01-15T10:31:00Z',
        },
      },
      { event: 'qr_code', qrCode: 'data:image/png;base64,AA', status: 'SCANNING_QR' },
    ],
    [
      { type: 'session.status', chatId: null, payload: { status: 'CONNECTED', reason: null, message: 'Connected.' } },
      { event: 'connection_update', status: 'CONNECTED', message: 'Connected.' },
    ],
    [
      {
        type: 'message.status',
        chatId: '1@s.whatsapp.net',
        payload: {
          messageId: 'M1',
          status: 'DELIVERED',
          chatId: '1@s.whatsapp.net',
          to: '1@s.whatsapp.net',
          timestamp: 1678886411,
          detail: null,
          clientRef: null,
        },
      },
      {
        event: 'message_status_update',
        messageId: 'M1',
        status: 'DELIVERED',
        to: '1@s.whatsapp.net',
        timestamp: 1678886411,
      },
    ],
    [
      { type: 'session.logged_out', chatId: null, payload: { reason: 'LOGGED_OUT', message: 'The phone removed it.' } },
      { event: 'session_logged_out', reason: 'LOGGED_OUT', message: 'The phone removed it.' },
    ],
  ])('of %j has exactly its known fields', (event, fields) => {
    expect(classicBody(happened(event))).toEqual({ ...about, ...fields });
  });
});
