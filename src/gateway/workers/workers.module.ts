import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { ExpectedWorkers } from './expected-workers.repository.js';
import { FleetHealth } from './fleet-health.service.js';
import { FleetOrders } from './fleet-orders.service.js';
import { Fleet } from './fleet.service.js';
import { HealthMonitor } from './health-monitor.service.js';
import { LiveQuestions } from './live-questions.service.js';
import { Moves } from './moves.service.js';
import { OutsideWorkersController } from './outside-workers.controller.js';
import { OutsideWorkers } from './outside-workers.service.js';
import { PlacementController } from './placement.controller.js';
import { PlacementLoop } from './placement-loop.service.js';
import { Placement } from './placement.service.js';
import { Rebalancing } from './rebalancing.service.js';
import { WorkerFigures } from './worker-figures.service.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';
import { WorkerWatch } from './worker-watch.service.js';
import { WorkersController } from './workers.controller.js';

@Module({
  imports: [AuditModule, AuthModule],
  controllers: [WorkersController, OutsideWorkersController, PlacementController],
  providers: [
    ExpectedWorkers,
    Fleet,
    FleetHealth,
    FleetOrders,
    HealthMonitor,
    LiveQuestions,
    Moves,
    OutsideWorkers,
    Placement,
    PlacementLoop,
    Rebalancing,
    WorkerFigures,
    WorkerUpkeep,
    WorkerWatch,
  ],
  exports: [Fleet, LiveQuestions, Placement],
})
export class WorkersModule {}
