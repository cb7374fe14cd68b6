import { Global, Module } from '@nestjs/common';
import { AccountLog } from './account-log.repository.js';
import { Accounts } from './accounts.repository.js';
import { Inbox } from './inbox.repository.js';
import { Outbox } from './outbox.repository.js';
import { Ownership } from './ownership.repository.js';
import { Workers } from './workers.repository.js';

const repositories = [AccountLog, Accounts, Inbox, Outbox, Ownership, Workers];

@Global()
@Module({ providers: repositories, exports: repositories })
export class MailboxModule {}
