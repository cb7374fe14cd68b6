export function ffmpegForTests(): void;
export function ffmpeg(...args: string[]): Buffer;
