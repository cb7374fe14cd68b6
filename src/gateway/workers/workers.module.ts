import { Module } from '@nestjs/common';
import { PlacementController } from './placement.controller.js';
import { PlacementLoop } from './placement-loop.service.js';
import { Placement } from './placement.service.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';
import { WorkerWatch } from './worker-watch.service.js';

@Module({
  controllers: [PlacementController],
  providers: [Placement, PlacementLoop, WorkerUpkeep, WorkerWatch],
  exports: [Placement],
})
export class WorkersModule {}
