import type { WASocket } from '@whiskeysockets/baileys';
import type { NumberAnswer } from '../../contracts/index.js';
import type { People } from '../whatsapp/people.js';
import { asked } from './asked.js';
import { askNumbers } from './numbers.js';

/** People and the own profile, over one socket. */
export class BaileysPeople implements People {
  constructor(private readonly sock: WASocket) {}

  numbers(numbers: string[]): Promise<NumberAnswer[]> {
    return asked(askNumbers(this.sock, numbers));
  }
}
