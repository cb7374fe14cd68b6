import type { GroupQuestionKind, GroupQuestions } from '../../contracts/index.js';

/**
 * What a connection knows of groups, and does in them. All throw GROUP_NOT_FOUND, GROUP_FORBIDDEN where the account may not,
 * RATE_LIMITED and WHATSAPP_REFUSED with WhatsApp's code, and WHATSAPP_UNREACHABLE without an answer; then the outcome is unknown.
 */
export type Groups = {
  [Kind in GroupQuestionKind]: (about: GroupQuestions[Kind]['about']) => Promise<GroupQuestions[Kind]['answer']>;
};
