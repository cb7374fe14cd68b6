export function withNewestTable(text: string): Promise<string>;
