import { Module } from '@nestjs/common';
import { PlacementLoop } from './placement-loop.service.js';
import { Placement } from './placement.service.js';

@Module({ providers: [Placement, PlacementLoop], exports: [Placement] })
export class WorkersModule {}
