import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/index.js';
import type { Principal } from '../auth/index.js';
import { type UsageEvent, UsageFeed, type WhoseUsage } from '../billing/index.js';
import { cloudEvent } from './cloud-event.js';
import type { UsageCloudEventDto, UsageFeedQueryDto } from './usage-feed.dto.js';

/** What is billed, as CloudEvents. */
@Injectable()
export class UsageCloudEvents {
  private readonly source: string;

  constructor(
    private readonly feed: UsageFeed,
    config: AppConfig,
  ) {
    this.source = config.publicUrl ?? 'urn:wagate';
  }

  async after(caller: Principal, { after, limit }: UsageFeedQueryDto): Promise<UsageCloudEventDto[]> {
    return this.of(await this.feed.after(reachOf(caller), after, limit));
  }

  of(events: UsageEvent[]): UsageCloudEventDto[] {
    return events.map((event) => cloudEvent(event, this.source));
  }
}

/** An administrator who has signed in bills everybody. No API key is good for that. */
function reachOf({ role, via, userId, sessionId }: Principal): WhoseUsage {
  return role === 'ADMIN' && via === 'accessToken' ? { userId: null, sessionId: null } : { userId, sessionId };
}
