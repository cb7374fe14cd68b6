/**
 * Secrets that hashes and signatures of others depend on, so that they must outlive ENCRYPTION_KEY: what API keys are hashed with,
 * what the keys of webhook signatures are made of, and the key that other installations know this one by. It owns the table
 * lasting_secret. Auth, webhooks and portability ask {@link LastingSecrets}.
 */
export { lastingSecretPlace } from './lasting-secret-place.js';
export { LastingSecretsModule } from './lasting-secrets.module.js';
export { LastingSecrets } from './lasting-secrets.service.js';
