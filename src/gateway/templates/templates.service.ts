import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { variablesOf } from './fill-in.js';
import type { CreateTemplateDto, TemplateDto, UpdateTemplateDto } from './templates.dto.js';
import { type Template, TemplatesRepository } from './templates.repository.js';

@Injectable()
export class Templates {
  constructor(private readonly repository: TemplatesRepository) {}

  /** Throws TEMPLATE_EXISTS. */
  async create(userId: string, { name, body }: CreateTemplateDto): Promise<TemplateDto> {
    const template = await this.repository.insert(userId, uuid(), name, body);
    if (!template) throw taken(name);
    return view(template);
  }

  async list(userId: string): Promise<TemplateDto[]> {
    return (await this.repository.list(userId)).map(view);
  }

  /** By name or id. Throws TEMPLATE_NOT_FOUND. */
  async named(userId: string, nameOrId: string): Promise<TemplateDto> {
    const template = nameOrId.includes('\0') ? null : await this.repository.find(userId, nameOrId);
    if (!template) throw new Problem('TEMPLATE_NOT_FOUND', `There is no template "${nameOrId}".`);
    return view(template);
  }

  /** Throws TEMPLATE_NOT_FOUND and TEMPLATE_EXISTS. Messages that wait keep the text that they were accepted with. */
  async change(userId: string, nameOrId: string, change: UpdateTemplateDto): Promise<TemplateDto> {
    const { id, name } = await this.named(userId, nameOrId);
    const wish = { name: change.name ?? null, body: change.body ?? null };
    const template = await this.repository.update(userId, id, wish);
    if (!template) throw taken(change.name ?? name);
    return view(template);
  }

  /** Throws TEMPLATE_NOT_FOUND. */
  async remove(userId: string, nameOrId: string): Promise<void> {
    const { id } = await this.named(userId, nameOrId);
    await this.repository.remove(userId, id);
  }
}

function view(template: Template): TemplateDto {
  return { ...template, variables: variablesOf(template.body) };
}

function taken(name: string): Problem {
  return new Problem('TEMPLATE_EXISTS', `You have a template "${name}" already.`);
}
