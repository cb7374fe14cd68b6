import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { HealthModule } from '../../platform/health/index.js';
import { MetricsModule } from '../../platform/metrics/index.js';
import { POLICY } from './policies.decorator.js';
import type { Policy } from './policy.js';

// The platform knows nothing of policies. Its health checks and metrics are asked often, by machines that have no user.
const PROBE_MODULES = [HealthModule, MetricsModule];

type Handler = () => unknown;

/** Who may call what. The application does not boot while a route does not say it. */
@Injectable()
export class Policies implements OnModuleInit {
  private probes = new Set<unknown>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    this.probes = new Set(this.controllers(PROBE_MODULES));
    const missing = this.controllers().flatMap((controller) => this.routesWithoutPolicy(controller));
    if (missing.length > 0) throw new Error(`routes without a policy: ${missing.join(', ')}`);
  }

  /** The policy of the route, else of its controller; null when neither has one. */
  of(handler: Handler, controller: Type): Policy | null {
    if (this.probes.has(controller)) return { kind: 'probe' };
    return this.reflector.getAllAndOverride<Policy | undefined>(POLICY, [handler, controller]) ?? null;
  }

  private controllers(modules?: Type[]): Type[] {
    const wrappers = this.discovery.getControllers(modules && { include: modules });
    return wrappers.flatMap(({ metatype }) => (metatype ? [metatype as Type] : []));
  }

  private routesWithoutPolicy(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, Handler>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const isRoute = handler !== undefined && Reflect.hasMetadata(PATH_METADATA, handler);
      return isRoute && !this.of(handler, controller) ? [`${controller.name}.${name}`] : [];
    });
  }
}
