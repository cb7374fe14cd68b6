import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly, ApiProblems } from '../auth/index.js';
import { Fleet } from '../workers/index.js';
import { ListAllSessionsDto, StatisticsDto, TenantSessionListDto } from './overview.dto.js';
import { Overview } from './overview.repository.js';
import { firstIdAt } from './first-id-at.js';

const DAY_MS = 86_400_000;

@ApiTags('Admin')
@Controller('admin')
@AdminOnly()
export class OverviewController {
  constructor(
    private readonly overview: Overview,
    private readonly fleet: Fleet,
  ) {}

  @Get('statistics')
  @ApiOperation({ summary: 'The installation in figures: users, sessions, messages of a day, webhooks, workers' })
  @ApiOkResponse({ type: StatisticsDto })
  async getStatistics(): Promise<StatisticsDto> {
    const since = firstIdAt(new Date(Date.now() - DAY_MS));
    const [figures, { totals }] = await Promise.all([this.overview.figures(since), this.fleet.statistics()]);
    return { ...figures, workers: totals };
  }

  @Get('sessions')
  @ApiOperation({ summary: 'The sessions of all users: whose they are, how they are, where they run' })
  @ApiOkResponse({ type: TenantSessionListDto })
  @ApiProblems('VALIDATION_FAILED')
  async listAllSessions(@Query() query: ListAllSessionsDto): Promise<TenantSessionListDto> {
    const { limit } = query;
    const found = await this.overview.sessions(query, limit + 1);
    const sessions = found.slice(0, limit);
    const nextCursor = found.length > limit ? (sessions.at(-1)?.sessionId ?? null) : null;
    return { sessions, pagination: { limit, nextCursor } };
  }
}
