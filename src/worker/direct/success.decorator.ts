import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** Documents an answer `{success:true,data}`. */
export function ApiSuccess(data: Type, status = 200, description?: string): MethodDecorator {
  const properties = { success: { type: 'boolean', enum: [true] }, data: { $ref: getSchemaPath(data) } };
  const schema = { type: 'object', required: ['success', 'data'], properties };
  return applyDecorators(ApiExtraModels(data), ApiResponse({ status, schema, ...(description && { description }) }));
}
