/** What `ffprobe` says of a film: of its first picture track, and of the whole. */
export interface ProbeAnswer {
  streams?: { width?: number; height?: number; side_data_list?: { rotation?: number }[] }[];
  format?: { duration?: string };
}

/** As the film is shown: turned as it says. Null where the answer does not tell. */
export interface FilmSize {
  width: number | null;
  height: number | null;
  seconds: number | null;
}

export function filmSize({ streams, format }: ProbeAnswer): FilmSize {
  const track = streams?.[0];
  const rotation = track?.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const [width, height] = [positive(track?.width), positive(track?.height)];
  const isTurned = Math.abs(rotation) % 180 === 90;
  const seconds = positive(Math.round(Number(format?.duration ?? 0)) || 0);
  return { width: isTurned ? height : width, height: isTurned ? width : height, seconds };
}

function positive(value: number | undefined): number | null {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null;
}
