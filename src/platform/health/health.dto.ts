/** What every process says of itself; workers add what gateways want to know of them. */
export class HealthDto {
  status: 'ok';

  /** @example 'gateway' */
  role: string;

  /** @example '1.0.0' */
  version: string;

  uptimeSeconds: number;
}

export class HealthCheckDto {
  /** @example 'database' */
  name: string;

  status: 'ok' | 'failing';

  durationMs: number;
}

export class DetailedHealthDto {
  status: 'ok' | 'degraded';

  /** @example 'gateway' */
  role: string;

  /** @example '1.0.0' */
  version: string;

  uptimeSeconds: number;

  /** What this process depends on. */
  checks: HealthCheckDto[];
}

export class LivenessDto {
  status: 'ok';
}

export class ReadyDto {
  status: 'ok' | 'degraded';

  /**
   * When degraded: what does not work.
   * @example ['storage']
   */
  failing?: string[];
}
