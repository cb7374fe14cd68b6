import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/index.js';
import { AdminOnly, ApiProblems, Caller, type Principal, type UserEntity, Users } from '../auth/index.js';
import { AdministeredUserDto, ChangeUserDto, ListUsersDto, OneTimePasswordDto, UserListDto } from './users.dto.js';

@ApiTags('Admin')
@Controller('admin/users')
@AdminOnly()
export class UsersController {
  constructor(private readonly users: Users) {}

  @Get()
  @ApiOperation({ summary: 'All users, newest first' })
  @ApiOkResponse({ type: UserListDto })
  @ApiProblems('VALIDATION_FAILED')
  async listUsers(@Query() query: ListUsersDto): Promise<UserListDto> {
    const { limit } = query;
    const { rows, nextCursor } = pageOf(await this.users.list(query, limit + 1), limit);
    return { users: rows.map(shown), pagination: { limit, nextCursor } };
  }

  @Get(':userId')
  @ApiOperation({ summary: 'A user' })
  @ApiOkResponse({ type: AdministeredUserDto })
  @ApiProblems('USER_NOT_FOUND')
  async getUser(@Param('userId') userId: string): Promise<AdministeredUserDto> {
    return shown(await this.users.find(userId));
  }

  @Patch(':userId')
  @ApiOperation({
    summary: 'Give a user another tier or role, or shut it out',
    description: 'Another role, and being shut out, ends all sign-ins of the user within two seconds.',
  })
  @ApiOkResponse({ type: AdministeredUserDto })
  @ApiProblems('USER_NOT_FOUND', 'LAST_ADMIN', 'VALIDATION_FAILED')
  async changeUser(
    @Caller() caller: Principal,
    @Param('userId') userId: string,
    @Body() body: ChangeUserDto,
  ): Promise<AdministeredUserDto> {
    return shown(await this.users.change(caller, userId, body));
  }

  @Post(':userId/reset-password')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give a user a new password',
    description: 'Shown in this answer only. Ends all sign-ins of the user.',
  })
  @ApiOkResponse({ type: OneTimePasswordDto })
  @ApiProblems('USER_NOT_FOUND')
  async resetUserPassword(@Caller() caller: Principal, @Param('userId') userId: string): Promise<OneTimePasswordDto> {
    return { userId, password: await this.users.resetPassword(caller, userId) };
  }
}

function shown({ id, email, name, role, tier, active, createdAt }: UserEntity): AdministeredUserDto {
  return { id, email, name, role, tier, active, createdAt };
}
