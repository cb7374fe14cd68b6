import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SESSION_STATUSES } from '../../contracts/index.js';
import { type Figure, gauge, InstallationFigures } from '../../platform/metrics/index.js';

const sessions = gauge('wagate_installation_sessions', 'Sessions of the installation, by status', ['status']);

/** Sessions by status, for the metrics. */
@Injectable()
export class SessionFigures implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly figures: InstallationFigures,
  ) {}

  onModuleInit(): void {
    this.figures.add({ name: 'sessions', gauges: [sessions], read: () => this.read() });
  }

  private async read(): Promise<Figure[]> {
    const rows = await this.dataSource.query<{ status: string; count: number }[]>(
      'select status, count(*)::int as count from session group by status',
    );
    const counts = new Map(rows.map(({ status, count }) => [status, count]));
    return SESSION_STATUSES.map((status) => ({
      gauge: sessions,
      value: counts.get(status) ?? 0,
      labels: { status },
    }));
  }
}
