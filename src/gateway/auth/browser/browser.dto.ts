import { OmitType } from '@nestjs/swagger';
import { SignedInDto } from '../auth.dto.js';

/** The refresh token is in a cookie, where no page can read it. */
export class BrowserSignedInDto extends OmitType(SignedInDto, ['refreshToken'] as const) {}
