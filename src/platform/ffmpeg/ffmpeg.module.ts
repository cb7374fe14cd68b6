import { Module } from '@nestjs/common';
import { Ffmpeg } from './ffmpeg.js';

@Module({ providers: [Ffmpeg], exports: [Ffmpeg] })
export class FfmpegModule {}
