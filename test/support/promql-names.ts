/** What a PromQL expression reads: the names of metrics, and of labels. */
export interface PromqlNames {
  metrics: string[];
  labels: string[];
}

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'on', 'ignoring', 'group_left', 'group_right']);

/**
 * Finds them without a grammar: what stands in braces or in the list of a grouping is a label, a word before a parenthesis a
 * function, and every other word a metric.
 */
export function promqlNames(expression: string): PromqlNames {
  const labels: string[] = [];
  const note = (list: string, pattern: RegExp) => {
    labels.push(...[...list.matchAll(pattern)].map(([, label]) => label!));
    return ' ';
  };
  const rest = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{([^}]*)\}/g, (_, matchers: string) => note(matchers, /(\w+)\s*[=!]/g))
    .replace(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g, (_, list: string) => note(list, /(\w+)/g))
    .replace(/\[[^\]]*\]/g, ' ');
  const metrics = [...rest.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([word]) => word);
  return { metrics: metrics.filter((word) => !WORDS.has(word)), labels };
}
