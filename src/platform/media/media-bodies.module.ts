import { Module } from '@nestjs/common';
import { MediaBodies } from './media-bodies.js';

@Module({ providers: [MediaBodies], exports: [MediaBodies] })
export class MediaBodiesModule {}
