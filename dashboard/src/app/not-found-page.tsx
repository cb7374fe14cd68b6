import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <Empty icon={Compass} title="There is no such page">
        <p>It may be the page of something that was deleted, or of another user.</p>
        <Button asChild>
          <Link href="/">To your sessions</Link>
        </Button>
      </Empty>
    </Page>
  );
}
