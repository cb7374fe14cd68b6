import { ShieldX } from 'lucide-react';
import { Link } from 'wouter';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';

/** In place of an administrators' page, whose code and calls a plain user's browser never asks for. */
export function AdminsOnlyPage() {
  return (
    <Page title="For administrators">
      <Empty icon={ShieldX} title="Only administrators see this page.">
        <p>Ask whoever runs this installation, should you need it.</p>
        <Button asChild>
          <Link href="/">To your sessions</Link>
        </Button>
      </Empty>
    </Page>
  );
}
