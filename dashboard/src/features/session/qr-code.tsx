import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, RotateCw } from 'lucide-react';
import { ProblemNote } from '@/components/problem-note';
import { useNow } from '@/components/time';
import { Button } from '@/components/ui/button';
import { SkeletonRows } from '@/components/ui/skeleton';
import { sessionKeys } from '@/features/sessions/session-queries';
import { answer, api, type Schemas } from '@/lib/api';
import { useLiveEvents } from '@/lib/live';
import { countdown } from '@/lib/time';

/** The code to scan, another one each time that WhatsApp gives one. */
export function QrCode({ sessionId }: { sessionId: string }) {
  const queries = useQueryClient();
  const queryKey = [...sessionKeys.one(sessionId), 'qr'];
  useLiveEvents((event) => {
    if (event.sessionId === sessionId && event.type === 'session.qr') void queries.invalidateQueries({ queryKey });
  });
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    gcTime: 0,
    queryFn: () => shownQr(sessionId),
  });
  const installation = useQuery({
    queryKey: ['installation'],
    queryFn: () => answer(api.GET('/api/v1/installation')),
  });
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={5} className="w-64 p-0" />;
  const phoneUrl = installation.data?.phoneUrl;
  return (
    <div className="grid justify-items-start gap-3">
      <img
        src={data.qrCode}
        alt="QR code to link a phone with"
        className="size-64 rounded-lg border bg-white p-2 [image-rendering:pixelated]"
      />
      <div className="flex flex-wrap items-center gap-3">
        <Countdown until={data.expiresAt} />
        <Button variant="outline" size="sm" busy={isFetching} onClick={() => void refetch()}>
          {!isFetching && <RotateCw aria-hidden />}
          Refresh
        </Button>
        {phoneUrl && (
          <Button asChild variant="outline" size="sm">
            <a href={`${phoneUrl}#qr=${encodeURIComponent(data.qr)}`} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden />
              Scan with the simulated phone
            </a>
          </Button>
        )}
      </div>
    </div>
  );
}

/** As JSON; the same address also has it as a picture alone. */
function shownQr(sessionId: string): Promise<Schemas['QrDto']> {
  const params = { path: { sessionId }, header: { accept: 'application/json' } };
  return answer(api.GET('/api/v1/sessions/{sessionId}/qr', { params })) as Promise<Schemas['QrDto']>;
}

function Countdown({ until }: { until: string }) {
  const seconds = (new Date(until).getTime() - useNow().getTime()) / 1000;
  return (
    <span role="timer" className="text-muted-foreground tabular-nums">
      {seconds > 0 ? `Another code in ${countdown(seconds)}` : 'Waiting for another code …'}
    </span>
  );
}
