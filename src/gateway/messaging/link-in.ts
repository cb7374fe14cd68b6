const LINK = /https?:\/\/[^\s<>"]{1,2048}/i;
/** Ends a sentence or a bracket, not a link. */
const AFTER = /[.,;:!?'"\])}»”’*_~]+$/;

/** The first link of a text, as it stands there; null when there is none. */
export function linkIn(text: string): string | null {
  const link = LINK.exec(text)?.[0].replace(AFTER, '');
  return link && URL.canParse(link) ? link : null;
}
