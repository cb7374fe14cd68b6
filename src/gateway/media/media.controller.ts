import { Controller, Get, Param, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakesUploads } from '../../platform/http/index.js';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { Downloads } from './downloads.service.js';
import { MediaDto, UploadDto } from './media.dto.js';
import { Uploads } from './uploads.service.js';

const BYTES = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('Media')
@Controller('media')
export class MediaController {
  constructor(
    private readonly uploads: Uploads,
    private readonly downloads: Downloads,
  ) {}

  @Post()
  @Needs('messages:send')
  @TakesUploads()
  @ApiOperation({ summary: 'Upload a file, to send it as often as you like' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadDto, description: 'Fields that come after `file` are not read.' })
  @ApiCreatedResponse({ type: MediaDto })
  @ApiProblems(
    'MALFORMED_REQUEST',
    'SESSION_NOT_FOUND',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'VALIDATION_FAILED',
    'UNAVAILABLE',
  )
  uploadMedia(@Caller() caller: Principal, @Req() request: FastifyRequest): Promise<MediaDto> {
    return this.uploads.upload(caller, request.raw);
  }

  @Get(':mediaId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'The bytes of a file; `Range` and `If-None-Match` are honoured' })
  @ApiOkResponse({ content: { '*/*': BYTES } })
  @ApiResponse({ status: 206, description: 'The range that was asked for', content: { '*/*': BYTES } })
  @ApiResponse({ status: 304, description: 'The client has it' })
  @ApiProblems('MEDIA_NOT_FOUND', 'MEDIA_PENDING', 'RANGE_NOT_SATISFIABLE', 'UNAVAILABLE')
  downloadMedia(
    @Caller() caller: Principal,
    @Param('mediaId') mediaId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.downloads.download(caller, mediaId, request, reply);
  }
}
