import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '../../contracts/errors.js';
import { AppConfig } from '../config/index.js';
import { bearsToken } from '../crypto/index.js';
import { challenge } from '../http/challenge.js';
import { InstallationFigures } from './installation-figures.js';
import { registry } from './registry.js';

/** Has no `/api/v1` before it. */
export const METRICS_PATH = 'metrics';

@ApiTags('Health')
@Controller()
export class MetricsController {
  constructor(
    private readonly config: AppConfig,
    private readonly figures: InstallationFigures,
  ) {}

  /** The metrics of this process, in Prometheus' text format; with METRICS_TOKEN set, for whoever bears it. */
  @Get(METRICS_PATH)
  @Header('content-type', registry.contentType)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ description: 'Metrics', content: { 'text/plain': { schema: { type: 'string' } } } })
  async readMetrics(
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.admit(headers.authorization, reply);
    await this.figures.refresh();
    return registry.metrics();
  }

  private admit(authorization: string | undefined, reply: FastifyReply): void {
    const { metricsToken } = this.config;
    if (metricsToken === undefined || bearsToken(authorization, metricsToken)) return;
    challenge(reply, authorization === undefined ? undefined : 'invalid_token');
    throw new Problem('UNAUTHENTICATED', 'Send the token of the metrics: Authorization: Bearer …');
  }
}
