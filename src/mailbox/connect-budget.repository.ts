import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsOf } from './sql.js';

interface Demand {
  /** Of the whole cluster. */
  perSecond: number;
  urgent: boolean;
}

/** How many accounts the whole cluster may connect: a token bucket in one row, on the database's clock. */
@Injectable()
export class ConnectBudget {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes up to `wanted` connects; gives how many are granted now. Two seconds' worth may be saved up. Half a second's worth is
   * left to those that are urgent: while there are any, in whatever worker, no other gets one.
   */
  async take(wanted: number, { perSecond, urgent }: Demand): Promise<number> {
    const [row] = await rowsOf<{ granted: number }>(
      this.dataSource,
      `with budget as (
         select least($2 * 2, tokens + $2 * extract(epoch from clock_timestamp() - refilled_at)::float8) as tokens
           from mailbox.connect_budget for update
       ), taken as (
         select tokens, floor(least(greatest(tokens - $3, 0), $1))::int as granted from budget
       )
       update mailbox.connect_budget set tokens = taken.tokens - taken.granted, refilled_at = clock_timestamp()
         from taken returning taken.granted`,
      [wanted, perSecond, urgent ? 0 : perSecond / 2],
    );
    return row?.granted ?? 0;
  }
}
