import type { DestinationStream } from 'pino';

const COLOURS: Record<string, number> = { debug: 90, info: 32, warn: 33, error: 31 };

interface Line {
  level: string;
  time: string;
  msg?: string;
  err?: { type?: string; message?: string; stack?: string };
  [field: string]: unknown;
}

/** Turns the JSON lines of the log into lines for people: `10:30:00.000 info  session is connected  sessionId=alice`. */
export function prettyStream(out: NodeJS.WritableStream & { isTTY?: boolean }): DestinationStream {
  return { write: (json) => void out.write(`${prettyLine(JSON.parse(json) as Line, out.isTTY ?? false)}\n`) };
}

export function prettyLine(line: Line, coloured: boolean): string {
  const { level, time, msg = '', err, ...fields } = line;
  const paint = (text: string, code: number) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${brief(value)}`);
  const head = [paint(time.slice(11, 23), 90), paint(level.padEnd(5), COLOURS[level] ?? 0), msg].join(' ');
  const text = rest.length > 0 ? `${head}  ${paint(rest.join(' '), 90)}` : head;
  return err ? `${text}\n${indent(err.stack ?? `${err.type}: ${err.message}`)}` : text;
}

function brief(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
