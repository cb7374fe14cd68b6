import { lazy, Suspense, useState } from 'react';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { NativeSelect } from '@/components/ui/native-select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Allowances } from './allowances';
import { type DailyUsage, useDailyUsage, useLimits } from './usage-queries';

const UsageChart = lazy(async () => ({ default: (await import('./usage-chart')).UsageChart }));
const SPANS = [7, 30, 90];

export function UsagePage() {
  const [days, setDays] = useState(30);
  const limits = useLimits();
  const usage = useDailyUsage(days);
  return (
    <Page title="Usage" about="What your plan allows, what is left of it, and how many messages were accepted.">
      <ProblemNote error={limits.error} retry={() => void limits.refetch()} />
      {limits.data && <Allowances limits={limits.data} />}
      <Card className="overflow-hidden">
        <CardHeader>
          <CardTitle>Messages a day</CardTitle>
          <NativeSelect aria-label="How far back" value={days} onChange={({ target }) => setDays(Number(target.value))}>
            {SPANS.map((many) => (
              <option key={many} value={many}>
                {many} days
              </option>
            ))}
          </NativeSelect>
        </CardHeader>
        <CardContent className="grid gap-4">
          <ProblemNote error={usage.error} retry={() => void usage.refetch()} />
          {usage.data === undefined ? usage.error === null && <SkeletonRows /> : <Days usage={usage.data} />}
        </CardContent>
      </Card>
    </Page>
  );
}

function Days({ usage }: { usage: DailyUsage }) {
  const total = usage.reduce((sum, { messages }) => sum + messages, 0);
  const some = usage.filter(({ messages }) => messages > 0).reverse();
  if (total === 0)
    return (
      <p className="text-muted-foreground">No message was accepted in these days. Send one from a session's page.</p>
    );
  return (
    <>
      <p>
        <b className="tabular-nums">{total.toLocaleString()}</b> {total === 1 ? 'message' : 'messages'} in{' '}
        {usage.length} days. Days are those of UTC.
      </p>
      <Suspense fallback={<SkeletonRows rows={4} />}>
        <UsageChart usage={usage} />
      </Suspense>
      <details>
        <summary className="cursor-pointer text-muted-foreground">As a table</summary>
        <Table aria-label="Messages a day">
          <thead>
            <tr>
              <Th>Day</Th>
              <Th>Messages</Th>
            </tr>
          </thead>
          <tbody>
            {some.map(({ day, messages }) => (
              <tr key={day}>
                <Td>{day}</Td>
                <Td className="tabular-nums">{messages.toLocaleString()}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </>
  );
}
