import { Injectable } from '@nestjs/common';
import type { Principal } from '../auth/index.js';
import { Settings } from '../settings/index.js';
import type { LimitsDto, PlansDto, UsageDto, UsageQueryDto } from './billing.dto.js';
import { shownPlan } from './plan.js';
import { Quotas } from './quotas.service.js';
import { usageQuery } from './usage-query.js';
import { UsageReport } from './usage.repository.js';

/** What users are told of their plan and of what they used. */
@Injectable()
export class Billing {
  constructor(
    private readonly quotas: Quotas,
    private readonly report: UsageReport,
    private readonly settings: Settings,
  ) {}

  plans(): PlansDto {
    const { plans } = this.settings.now;
    return { plans: (['BASIC', 'PRO', 'MAX'] as const).map((tier) => ({ tier, ...shownPlan(plans[tier]) })) };
  }

  async limits(caller: Principal): Promise<LimitsDto> {
    const { plan, ...left } = await this.quotas.left(caller);
    const limit = plan.sessions;
    const used = limit === null ? 0 : await this.report.sessions(caller.userId);
    const sessions = limit === null ? null : { limit, remaining: Math.max(0, limit - used) };
    return { tier: caller.tier, ...left, sessions };
  }

  async usage(caller: Principal, wish: UsageQueryDto): Promise<UsageDto> {
    const query = usageQuery(wish, new Date());
    const usage = await this.report.rows(caller, query);
    const total = usage.reduce((sum, { messages }) => sum + messages, 0);
    return { from: query.from.toISOString(), to: query.to.toISOString(), groupBy: query.groupBy, usage, total };
  }

  /** The same for spreadsheets. */
  async usageCsv(caller: Principal, wish: UsageQueryDto): Promise<string> {
    const { groupBy, usage } = await this.usage(caller, wish);
    // No group needs quotes, or could be a formula: they are times, ids and words of ours.
    return [`${groupBy},messages`, ...usage.map(({ group, messages }) => `${group},${messages}`), ''].join('\r\n');
  }
}
