import { Injectable } from '@nestjs/common';

/** What every process says of itself. */
export interface Health {
  status: 'ok';
  role: string;
  version: string;
  uptimeSeconds: number;
}

type Addition = (health: Health) => object;

/** The answer of `GET /health`: what every process says, and what its modules add. It is open to everybody. */
@Injectable()
export class HealthReport {
  private readonly additions: Addition[] = [];

  /** `addition` is called for every request, so it must be cheap; it must give no secret away. */
  add(addition: Addition): void {
    this.additions.push(addition);
  }

  of(health: Health): object {
    return Object.assign({ ...health }, ...this.additions.map((addition) => addition(health))) as object;
  }
}
