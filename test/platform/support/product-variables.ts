import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { Environment } from '../../../src/platform/config/environment.js';

/** Every variable that the product reads. */
export const PRODUCT_VARIABLES = new Set(
  getMetadataStorage()
    .getTargetValidationMetadatas(Environment, '', true, false)
    .map((rule) => rule.propertyName),
);

export const VERSION = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

/** Values such as an operator makes for what has no default. */
export const OPERATORS_SECRETS: Record<string, string> = {
  DATABASE_URL: 'postgres://wagate:of-the-operator@database.internal:5432/wagate',
  WORKER_DATABASE_URL: 'postgres://wagate_shard:of-the-operator@database.internal:5432/wagate',
  REDIS_URL: 'rediss://redis.internal:6379',
  POSTGRES_PASSWORD: randomBytes(32).toString('hex'),
  WORKER_POSTGRES_PASSWORD: randomBytes(32).toString('hex'),
  MINIO_ACCESS_KEY: randomBytes(8).toString('hex'),
  MINIO_SECRET_KEY: randomBytes(32).toString('hex'),
  WORKER_AUTH_TOKEN: randomBytes(32).toString('hex'),
  JWT_SECRET: randomBytes(32).toString('hex'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};

/** Says which version exactly: neither nothing nor a word that moves on. */
export const FIXED_TAG = /^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?$/;
