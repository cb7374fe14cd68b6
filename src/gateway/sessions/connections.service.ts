import { Injectable, StreamableFile } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { qrDataUrl, qrPng } from '../../platform/qr-picture.js';
import { Signals } from '../../platform/signal/index.js';
import type { Principal } from '../auth/index.js';
import { Registration } from './registration.service.js';
import type { ConnectionDto, EndingSessionDto, QrDto, StartedSessionDto } from './session-answers.dto.js';
import { connectionOf, endingOf, scannable, startedOf } from './session-answers.js';
import type { SessionEntity } from './session.entity.js';
import type { CreateSessionDto } from './sessions.dto.js';
import { Sessions } from './sessions.service.js';
import { Wishes } from './wishes.service.js';

const CONNECT_WAIT = { timeoutMs: 10_000, pollMs: 500 };

/** What callers do with the connection of a session, and what they see of it while it comes up. */
@Injectable()
export class Connections {
  constructor(
    private readonly sessions: Sessions,
    private readonly registration: Registration,
    private readonly wishes: Wishes,
    private readonly signals: Signals,
  ) {}

  /** Creates the session if it is absent, then connects it without waiting. Throws SESSION_EXISTS for another user's. */
  async start(caller: Principal, wish: CreateSessionDto): Promise<StartedSessionDto> {
    const { session, created } = await this.registration.findOrCreate(caller, wish);
    await this.wishes.connect(session);
    return startedOf(session.id, created);
  }

  /** Connects, and waits 10 s at most for CONNECTED or for a code to scan. */
  async connect(caller: Principal, sessionId: string): Promise<ConnectionDto> {
    await this.wishes.connect(await this.sessions.own(caller, sessionId));
    const probe = async () => {
      const session = await this.sessions.own(caller, sessionId);
      return hasSomethingToShow(session) ? session : undefined;
    };
    const reached = await this.signals.waitUntil(`session:${sessionId}`, probe, CONNECT_WAIT);
    return connectionOf(reached ?? (await this.sessions.own(caller, sessionId)), new Date());
  }

  /** Throws NO_QR when there is nothing to scan. */
  async qr(caller: Principal, sessionId: string): Promise<QrDto> {
    const { qr, expiresAt } = await this.shownCode(caller, sessionId);
    return { sessionId, qr, qrCode: await qrDataUrl(qr), expiresAt };
  }

  /** The same as a PNG picture. */
  async qrPicture(caller: Principal, sessionId: string): Promise<StreamableFile> {
    const { qr } = await this.shownCode(caller, sessionId);
    const png = await qrPng(qr);
    return new StreamableFile(png, { type: 'image/png', length: png.length });
  }

  async disconnect(caller: Principal, sessionId: string): Promise<EndingSessionDto> {
    await this.wishes.disconnect(await this.sessions.own(caller, sessionId));
    return endingOf(sessionId, 'disconnect');
  }

  async logOut(caller: Principal, sessionId: string): Promise<EndingSessionDto> {
    await this.wishes.logOut(await this.sessions.own(caller, sessionId), caller);
    return endingOf(sessionId, 'logout');
  }

  async restart(caller: Principal, sessionId: string): Promise<EndingSessionDto> {
    await this.wishes.restart(await this.sessions.own(caller, sessionId));
    return endingOf(sessionId, 'restart');
  }

  private async shownCode(caller: Principal, sessionId: string) {
    const session = await this.sessions.own(caller, sessionId);
    const shown = scannable(session, new Date());
    if (!shown) throw new Problem('NO_QR', `The session is ${session.status} and shows no QR code.`);
    return shown;
  }
}

function hasSomethingToShow(session: SessionEntity): boolean {
  return session.status === 'CONNECTED' || scannable(session, new Date()) !== null;
}
