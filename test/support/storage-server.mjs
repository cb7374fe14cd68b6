// An S3 server for tests: node storage-server.mjs <folder> <port> <access key> <secret key>. Writes its port when it listens.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const S3rver = require('@20minutes/s3rver');
const account = require('@20minutes/s3rver/lib/models/account');

const [directory, port, accessKey, secretKey] = process.argv.slice(2);
account.DUMMY_ACCOUNT.createKeyPair(accessKey, secretKey);
const server = new S3rver({ address: '127.0.0.1', port: Number(port), directory, silent: true, vhostBuckets: false });
const address = await server.run();
process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
