import { useQuery } from '@tanstack/react-query';
import { Download, FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { answer, api } from '@/lib/api';
import type { Message } from './chat-queries';
import { kindText } from './chat-words';

type Media = NonNullable<Message['media']>;

interface MessageFileProps {
  media: Media;
  type: string;
  caption: string | undefined;
}

/** Pictures up to this size are shown without being asked for. */
const SHOWN_AT_ONCE_BYTES = 2 * 1024 * 1024;

const FAILURES: Record<NonNullable<Media['failure']>, string> = {
  GONE: 'WhatsApp does not have this file any more.',
  DAMAGED: 'This file is damaged.',
  TOO_LARGE: 'This file is larger than this installation takes.',
  UNREACHABLE: 'This file could not be fetched.',
};

/** The file of a message: a picture at once where it is small, all others when they are asked for. */
export function MessageFile({ media, type, caption }: MessageFileProps) {
  const isPicture = type === 'image' || type === 'sticker';
  const [wanted, setWanted] = useState(isPicture && (media.sizeBytes ?? 0) <= SHOWN_AT_ONCE_BYTES);
  const file = useQuery({
    queryKey: ['media', media.mediaId],
    enabled: wanted && media.failure === undefined,
    staleTime: Infinity,
    queryFn: () =>
      answer(
        api.GET('/api/v1/media/{mediaId}', { params: { path: { mediaId: media.mediaId } }, parseAs: 'blob' }),
      ) as Promise<unknown> as Promise<Blob>,
  });
  const url = useObjectUrl(file.data);
  if (media.failure !== undefined) return <p className="text-muted-foreground italic">{FAILURES[media.failure]}</p>;
  if (file.error) return <ProblemNote error={file.error} retry={() => void file.refetch()} />;
  const name = media.filename ?? kindText(type);
  if (url === null) {
    return (
      <Button variant="outline" className="my-1 max-w-full" busy={file.isFetching} onClick={() => setWanted(true)}>
        {!file.isFetching && <Download aria-hidden />}
        <span className="truncate">
          {name}
          {media.sizeBytes !== undefined && ` · ${sizeText(media.sizeBytes)}`}
        </span>
      </Button>
    );
  }
  if (isPicture)
    return (
      <img src={url} alt={caption ?? name} className="my-1 max-h-72 max-w-full min-w-16 rounded-lg object-contain" />
    );
  if (media.mimetype.startsWith('audio/'))
    return <audio src={url} controls aria-label={name} className="my-1 max-w-full" />;
  if (media.mimetype.startsWith('video/'))
    return <video src={url} controls aria-label={caption ?? name} className="my-1 max-h-72 max-w-full rounded-lg" />;
  return (
    <a href={url} download={name} className="my-1 flex items-center gap-2 font-medium text-primary underline">
      <FileText className="size-4 shrink-0" aria-hidden />
      <span className="truncate">Save {name}</span>
    </a>
  );
}

function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (blob === undefined) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      setUrl(null);
      URL.revokeObjectURL(made);
    };
  }, [blob]);
  return url;
}

function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
