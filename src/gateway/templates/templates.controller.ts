import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { CreateTemplateDto, TemplateDto, TemplateListDto, UpdateTemplateDto } from './templates.dto.js';
import { Templates } from './templates.service.js';

/** Yours alone; WhatsApp knows nothing of them. */
@ApiTags('Templates')
@Controller('templates')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  @Post()
  @Needs('messages:send')
  @ApiOperation({ summary: 'Make a template, to be sent with `{to,template,variables}`' })
  @ApiProblems('TEMPLATE_EXISTS', 'VALIDATION_FAILED')
  createTemplate(@Caller() { userId }: Principal, @Body() body: CreateTemplateDto): Promise<TemplateDto> {
    return this.templates.create(userId, body);
  }

  @Get()
  @Needs('messages:send')
  @ApiOperation({ summary: 'Your templates, by name' })
  async listTemplates(@Caller() { userId }: Principal): Promise<TemplateListDto> {
    return { templates: await this.templates.list(userId) };
  }

  @Get(':template')
  @Needs('messages:send')
  @ApiOperation({ summary: 'A template, by name or id' })
  @ApiProblems('TEMPLATE_NOT_FOUND')
  getTemplate(@Caller() { userId }: Principal, @Param('template') template: string): Promise<TemplateDto> {
    return this.templates.named(userId, template);
  }

  @Patch(':template')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Change the name or the text of a template' })
  @ApiProblems('TEMPLATE_NOT_FOUND', 'TEMPLATE_EXISTS', 'VALIDATION_FAILED')
  changeTemplate(
    @Caller() { userId }: Principal,
    @Param('template') template: string,
    @Body() body: UpdateTemplateDto,
  ): Promise<TemplateDto> {
    return this.templates.change(userId, template, body);
  }

  @Delete(':template')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Delete a template' })
  @ApiProblems('TEMPLATE_NOT_FOUND')
  deleteTemplate(@Caller() { userId }: Principal, @Param('template') template: string): Promise<void> {
    return this.templates.remove(userId, template);
  }
}
