import { Global, Module } from '@nestjs/common';
import { AccountKeys } from './account-keys.service.js';
import { AccountLog } from './account-log.repository.js';
import { Accounts } from './accounts.repository.js';
import { Backlog } from './backlog.repository.js';
import { Brakes } from './brakes.repository.js';
import { ConnectBudget } from './connect-budget.repository.js';
import { DirectAccounts } from './direct-accounts.repository.js';
import { DirectLog } from './direct-log.repository.js';
import { Inbox } from './inbox.repository.js';
import { KnownNumbers } from './known-numbers.repository.js';
import { MediaFetches } from './media-fetches.repository.js';
import { ObjectRemovals } from './object-removals.repository.js';
import { Outbox } from './outbox.repository.js';
import { OutboxPlaces } from './outbox-places.repository.js';
import { Ownership } from './ownership.repository.js';
import { PortableAccounts } from './portable-accounts.repository.js';
import { Routes } from './routes.repository.js';
import { Snapshots } from './snapshots.repository.js';
import { WhatsAppVersions } from './whatsapp-version.repository.js';
import { Workers } from './workers.repository.js';

const repositories = [
  AccountLog,
  Accounts,
  Backlog,
  Brakes,
  ConnectBudget,
  DirectAccounts,
  DirectLog,
  Inbox,
  KnownNumbers,
  MediaFetches,
  ObjectRemovals,
  Outbox,
  OutboxPlaces,
  Ownership,
  PortableAccounts,
  Routes,
  Snapshots,
  WhatsAppVersions,
  Workers,
];

@Global()
@Module({ providers: [...repositories, AccountKeys], exports: repositories })
export class MailboxModule {}
