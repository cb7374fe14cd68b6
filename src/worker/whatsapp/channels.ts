import type { ChannelQuestionKind, ChannelQuestions } from '../../contracts/index.js';

/**
 * What a connection knows of channels. All throw CHANNEL_NOT_FOUND, RATE_LIMITED and WHATSAPP_REFUSED with what WhatsApp says, and
 * WHATSAPP_UNREACHABLE without an answer; then the outcome is unknown.
 */
export type Channels = {
  [Kind in ChannelQuestionKind]: (about: ChannelQuestions[Kind]['about']) => Promise<ChannelQuestions[Kind]['answer']>;
};
