import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { ChangePrivacyDto, ChangeProfileDto, PrivacyDto, ProfileDto } from './profile.dto.js';
import { Profiles } from './profile.service.js';

@ApiTags('Profile')
@ApiProblems('SESSION_NOT_FOUND', 'WHATSAPP_REFUSED', 'VALIDATION_FAILED', 'RATE_LIMITED', ...LIVE_PROBLEMS)
@Controller('sessions/:sessionId/profile')
export class ProfileController {
  constructor(private readonly profiles: Profiles) {}

  @Get()
  @Needs('sessions:read')
  @ApiOperation({ summary: 'The profile of the account, as others see it' })
  @ApiOkResponse({ type: ProfileDto })
  getProfile(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<ProfileDto> {
    return this.profiles.show(caller, sessionId);
  }

  @Patch()
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Change name, about text or picture, one after the other' })
  @ApiOkResponse({ type: ProfileDto })
  @ApiProblems('MEDIA_NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  changeProfile(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ChangeProfileDto,
  ): Promise<ProfileDto> {
    return this.profiles.change(caller, sessionId, body);
  }

  @Get('privacy')
  @Needs('sessions:read')
  @ApiOperation({ summary: 'Who may see what of the account' })
  @ApiOkResponse({ type: PrivacyDto })
  getPrivacy(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<PrivacyDto> {
    return this.profiles.privacy(caller, sessionId);
  }

  @Patch('privacy')
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Change who may see what of the account' })
  @ApiOkResponse({ type: PrivacyDto })
  changePrivacy(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ChangePrivacyDto,
  ): Promise<PrivacyDto> {
    return this.profiles.changePrivacy(caller, sessionId, body);
  }
}
