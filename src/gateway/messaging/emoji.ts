// Written as a string: the flag is newer than what the compiler is told to produce.
const EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');
const IN_COLOUR = '\ufe0f';

/** True for one emoji, also for one that some keyboards write without the mark that makes it coloured. */
export function isEmoji(text: string): boolean {
  return EMOJI.test(text) || EMOJI.test(text + IN_COLOUR);
}
