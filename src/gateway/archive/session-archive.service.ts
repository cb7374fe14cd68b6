import { Injectable } from '@nestjs/common';
import { ObjectRemovals, snapshotFile, Snapshots } from '../../mailbox/index.js';
import { ObjectStore } from '../../platform/object-store/index.js';
import { cardKey, snapshotFolder, snapshotKey } from './archive-keys.js';
import { ArchiveRepository, type DueSession } from './archive.repository.js';
import { MessageExport } from './message-export.service.js';
import { sessionCard } from './session-card.js';

const REMOVALS = 100;
const SNAPSHOTS = 20;
const SESSIONS = 20;
/** One more than the newest, for whoever is just reading. */
const SNAPSHOTS_KEPT = 2;

/** What is to be done about the objects of all sessions, one after the other. Only one process may be at it. */
@Injectable()
export class SessionArchive {
  private stopping = false;
  // What fails is tried again in the next round, after all others.
  private readonly places = { removal: '', snapshot: '', session: '' };

  constructor(
    private readonly store: ObjectStore,
    private readonly removals: ObjectRemovals,
    private readonly snapshots: Snapshots,
    private readonly repository: ArchiveRepository,
    private readonly messageExport: MessageExport,
  ) {}

  /** No more objects are begun. */
  stop(): void {
    this.stopping = true;
  }

  /** A part of a round; `idle` at the end of one. Throws UNAVAILABLE. */
  async step(): Promise<'more' | 'idle'> {
    const more = [await this.removeFolders(), await this.copySnapshots(), await this.writeSessions()];
    return more.includes(true) && !this.stopping ? 'more' : 'idle';
  }

  private async removeFolders(): Promise<boolean> {
    const found = await this.removals.next(this.places.removal, REMOVALS);
    for (const removal of found) {
      this.places.removal = removal.folder;
      await this.store.removeFolder(removal.folder);
      await this.removals.done(removal);
    }
    if (found.length < REMOVALS) this.places.removal = '';
    return found.length === REMOVALS;
  }

  private async copySnapshots(): Promise<boolean> {
    for (let copied = 0; copied < SNAPSHOTS && !this.stopping; copied++) {
      const snapshot = await this.snapshots.nextUncopied(this.places.snapshot);
      this.places.snapshot = snapshot?.sessionId ?? '';
      if (!snapshot) return false;
      await this.store.put(snapshotKey(snapshot), snapshotFile(snapshot));
      await this.removeOlderSnapshots(snapshot.sessionId);
      await this.snapshots.markCopied(snapshot);
    }
    return true;
  }

  private async removeOlderSnapshots(sessionId: string): Promise<void> {
    const kept = await this.store.list(snapshotFolder(sessionId), 1000);
    for (const { key } of kept.slice(0, -SNAPSHOTS_KEPT)) await this.store.remove(key);
  }

  private async writeSessions(): Promise<boolean> {
    const due = await this.repository.due(this.places.session, SESSIONS);
    for (const session of due) {
      if (this.stopping) return false;
      this.places.session = session.sessionId;
      await this.writeSession(session);
    }
    if (due.length < SESSIONS) this.places.session = '';
    return due.length === SESSIONS || due.some(({ nextDay, today }) => nextDay < today);
  }

  /** One day at a time, so that a session that was not exported for months holds up nobody. */
  private async writeSession(session: DueSession): Promise<void> {
    const { sessionId, nextDay, today } = session;
    if (session.cardDue) await this.store.put(cardKey(sessionId), sessionCard(session));
    const reached = nextDay < today ? await this.messageExport.exportNext(sessionId, nextDay, today) : nextDay;
    await this.repository.wrote(session, reached);
  }
}
