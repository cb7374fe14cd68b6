import { Module } from '@nestjs/common';
import { EgressModule } from '../../platform/egress/index.js';
import { PicturesModule } from '../../platform/pictures/index.js';
import { Pages } from './pages.service.js';

@Module({ imports: [EgressModule, PicturesModule], providers: [Pages], exports: [Pages] })
export class PreviewsModule {}
