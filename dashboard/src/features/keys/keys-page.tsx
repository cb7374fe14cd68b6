import { KeyRound } from 'lucide-react';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { CreateKey } from './create-key';
import { KeyActions } from './key-actions';
import { ALL_SCOPES, type ApiKey, useApiKeys } from './key-queries';

export function KeysPage() {
  const { data: keys, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useApiKeys();
  return (
    <Page
      title="API keys"
      about="Programs sign in with them. A key can do what its scopes say, and no more."
      actions={<CreateKey />}
    >
      <ProblemNote error={error} retry={() => void refetch()} />
      {error === null && (
        <Card className="overflow-hidden">
          {keys === undefined ? (
            <SkeletonRows />
          ) : keys.length === 0 ? (
            <Empty icon={KeyRound} title="No API keys yet">
              <p>Make one for the program that is to send messages. Each session also comes with a key of its own.</p>
              <CreateKey />
            </Empty>
          ) : (
            <KeyTable keys={keys} />
          )}
        </Card>
      )}
      {hasNextPage && (
        <Button variant="outline" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  );
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  return (
    <Table aria-label="API keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>It may</Th>
          <Th>Session</Th>
          <Th>Last used</Th>
          <Th>Works until</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </tbody>
    </Table>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { name, prefix, scopes, sessionId, lastUsedAt, previousUntil } = apiKey;
  const rotating = previousUntil !== null && new Date(previousUntil) > new Date();
  return (
    <tr>
      <Td>
        <span className="grid min-w-32">
          <span className="font-medium break-words">{name}</span>
          <code className="font-mono text-xs text-muted-foreground">{prefix}…</code>
          {rotating && (
            <span className="text-xs text-muted-foreground">
              the key before it works until <Time at={previousUntil} />
            </span>
          )}
        </span>
      </Td>
      <Td>
        <span className="flex min-w-40 flex-wrap gap-1">
          {scopes.length === ALL_SCOPES.length ? (
            <Badge>everything</Badge>
          ) : (
            scopes.map((one) => <Badge key={one}>{one}</Badge>)
          )}
        </span>
      </Td>
      <Td>{sessionId ?? <span className="text-muted-foreground">all</span>}</Td>
      <Td>
        {lastUsedAt === null ? <span className="text-muted-foreground">never</span> : <Time at={lastUsedAt} relative />}
      </Td>
      <Td>
        <Expiry at={apiKey.expiresAt} />
      </Td>
      <Td>
        <KeyActions apiKey={apiKey} />
      </Td>
    </tr>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) return <span className="text-muted-foreground">it is revoked</span>;
  return new Date(at) > new Date() ? <Time at={at} /> : <Badge tone="warning">expired</Badge>;
}
