export function chromiumForTests(): string;
