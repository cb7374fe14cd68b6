import { buffer } from 'node:stream/consumers';
import { type BucketItem, Client } from 'minio';

/** What lies in the product's bucket, seen with the eyes of whoever runs the S3 server. */
export class Bucket {
  private readonly client: Client;
  private readonly name: string;

  constructor(env: Record<string, string>) {
    const [endPoint = '', port] = (env['MINIO_ENDPOINT'] ?? '').split(':');
    const [accessKey = '', secretKey = ''] = [env['MINIO_ACCESS_KEY'], env['MINIO_SECRET_KEY']];
    this.name = env['MINIO_BUCKET_NAME'] ?? '';
    this.client = new Client({ endPoint, port: Number(port), accessKey, secretKey, useSSL: false });
  }

  async keys(prefix: string): Promise<string[]> {
    const items = this.client.listObjectsV2(this.name, prefix, true) as AsyncIterable<BucketItem>;
    const keys: string[] = [];
    for await (const { name } of items) if (name !== undefined) keys.push(name);
    return keys;
  }

  async read(key: string): Promise<Buffer> {
    return buffer(await this.client.getObject(this.name, key));
  }
}
