import { JwtService } from '@nestjs/jwt';
import type { AppConfig } from '../../platform/config/index.js';
import { AccessTokens, jwtOptions } from './access-tokens.service.js';
import { keyIdOf } from './signing-keys.js';
import type { UserEntity } from './user.entity.js';
import type { UsersRepository } from './users.repository.js';

const SECRET = 'a-secret-of-at-least-32-characters';
const ID = '00000000-0000-7000-8000-000000000001';

function tokensOf(user: Partial<UserEntity> | null): AccessTokens {
  const repository = { find: () => Promise.resolve(user as UserEntity | null) } as unknown as UsersRepository;
  return new AccessTokens(new JwtService(jwtOptions(SECRET)), repository, { jwtSecret: SECRET } as AppConfig);
}

const user = { id: ID, tokenVersion: 3, active: true, role: 'USER', tier: 'BASIC' } as const;
const claims = { sub: ID, ver: 3 };
const as = { issuer: 'wagate', audience: 'wagate-api', keyid: keyIdOf(SECRET), expiresIn: 60 };
const signed = (options: object) => new JwtService({ secret: SECRET }).sign(claims, options);

function unsigned(): string {
  const parts = [
    { alg: 'none', typ: 'JWT', kid: keyIdOf(SECRET) },
    { ...claims, iss: 'wagate', aud: 'wagate-api' },
  ];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}

describe('an access token', () => {
  it('is good for the user that it was made for', async () => {
    const tokens = tokensOf(user);
    const token = await tokens.sign(user as unknown as UserEntity);
    expect(await tokens.verify(token)).toMatchObject({ userId: ID, via: 'accessToken' });
    expect(await tokens.verify(signed({ ...as, algorithm: 'HS256' }))).not.toBeNull();
  });

  it.each([
    ['of another algorithm', signed({ ...as, algorithm: 'HS512' })],
    ['without a signature', unsigned()],
    ['of another issuer', signed({ ...as, issuer: 'else' })],
    ['for somebody else', signed({ ...as, audience: 'else' })],
    ['that is over', signed({ ...as, expiresIn: -1 })],
    ['that names another key', signed({ ...as, keyid: keyIdOf('another secret') })],
    ['of an earlier password or role', signed(as), { ...user, tokenVersion: 4 }],
    ['of a user who was shut out', signed(as), { ...user, active: false }],
    ['of a user who is gone', signed(as), null],
  ])('is refused: one %s', async (_what, token, of: Partial<UserEntity> | null = user) => {
    expect(await tokensOf(of).verify(token)).toBeNull();
  });
});
