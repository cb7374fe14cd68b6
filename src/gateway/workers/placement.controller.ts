import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { PATTERNS } from '../../contracts/index.js';
import { PlacementLoop } from './placement-loop.service.js';

/** Hears the workers' hints. */
@Controller()
export class PlacementController {
  constructor(private readonly placementLoop: PlacementLoop) {}

  @EventPattern<string>(PATTERNS.placementWake)
  wake(): void {
    this.placementLoop.nudge();
  }
}
