import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { AppConfig } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import { normalizeEmail } from './email.js';
import { hashPassword, isPassword, passwordProblem } from './password.js';
import { SignIns } from './sign-ins.service.js';
import { UsersRepository } from './users.repository.js';

/**
 * Makes the administrator that ADMIN_EMAIL and ADMIN_PASSWORD name, or gives an existing user that password, the role and
 * access. Where all is so already nothing changes, and nobody is signed out by a restart.
 */
@Injectable()
export class BootAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly users: UsersRepository,
    private readonly signIns: SignIns,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail, adminPassword } = this.config;
    if (adminEmail === undefined || adminPassword === undefined) return;
    const problem = passwordProblem(adminPassword);
    if (problem) throw new Error(`ADMIN_PASSWORD ${problem}`);
    await this.dataSource.transaction((tx) => this.ensure(tx, normalizeEmail(adminEmail), adminPassword));
  }

  private async ensure(tx: Tx, email: string, password: string): Promise<void> {
    await this.users.lockCreation(tx);
    const user = await this.users.findByEmail(email, tx);
    if (user && user.role === 'ADMIN' && user.active && (await isPassword(password, user.passwordHash))) return;
    const passwordHash = await hashPassword(password);
    if (!user) {
      await this.users.insert(tx, { id: uuid(), email, name: null, passwordHash, role: 'ADMIN' });
      return;
    }
    await this.users.change(tx, user.id, { passwordHash, role: 'ADMIN', active: true });
    await this.signIns.endAll(tx, user.id);
  }
}
