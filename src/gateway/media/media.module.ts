import { Module } from '@nestjs/common';
import { EgressModule } from '../../platform/egress/index.js';
import { FfmpegModule } from '../../platform/ffmpeg/index.js';
import { MediaBodiesModule } from '../../platform/media/index.js';
import { PicturesModule } from '../../platform/pictures/index.js';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { SettingsModule } from '../settings/index.js';
import { Downloads } from './downloads.service.js';
import { Looks } from './looks.service.js';
import { MediaRetention } from './media-retention.service.js';
import { MediaController } from './media.controller.js';
import { MediaRepository } from './media.repository.js';
import { Media } from './media.service.js';
import { ProfilePictures } from './profile-pictures.service.js';
import { ReceivedFiles } from './received-files.service.js';
import { Uploads } from './uploads.service.js';
import { Voices } from './voices.service.js';

@Module({
  imports: [AuthModule, SettingsModule, SessionsModule, EgressModule, FfmpegModule, MediaBodiesModule, PicturesModule],
  controllers: [MediaController],
  providers: [
    Downloads,
    Looks,
    Media,
    MediaRepository,
    MediaRetention,
    ProfilePictures,
    ReceivedFiles,
    Uploads,
    Voices,
  ],
  exports: [Looks, Media, ProfilePictures, ReceivedFiles, Voices],
})
export class MediaModule {}
