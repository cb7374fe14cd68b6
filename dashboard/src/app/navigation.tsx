import { Menu } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { cn } from '@/lib/cn';
import type { PAGES } from './pages';
import { UserMenu } from './user-menu';

interface NavigationProps {
  pages: typeof PAGES;
}

export function Navigation({ pages }: NavigationProps) {
  return (
    <aside className="sticky top-0 hidden h-dvh flex-col gap-4 border-r bg-card p-3 md:flex">
      <Brand />
      <nav aria-label="Pages" className="flex-1 overflow-y-auto">
        <Entries pages={pages} />
      </nav>
      <UserMenu />
    </aside>
  );
}

export function TopBar({ pages }: NavigationProps) {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex items-center justify-between border-b bg-card px-3 py-2 md:hidden">
      <Brand />
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="Menu">
            <Menu aria-hidden />
          </Button>
        </DialogTrigger>
        <DialogContent title="Menu">
          <nav aria-label="Pages" onClick={() => setOpen(false)}>
            <Entries pages={pages} />
          </nav>
          <UserMenu />
        </DialogContent>
      </Dialog>
    </header>
  );
}

function Brand() {
  return (
    <Link href="/" className="flex items-center gap-2 rounded-md px-2 py-1 text-base font-semibold tracking-tight">
      <img src="/dashboard/icon.svg" alt="" className="size-6" />
      WaGate
    </Link>
  );
}

function Entries({ pages }: NavigationProps) {
  const own = pages.filter(({ menu }) => menu !== undefined && menu.group === undefined);
  const admin = pages.filter(({ menu }) => menu?.group === 'admin');
  return (
    <>
      <EntryList pages={own} />
      {admin.length > 0 && (
        <>
          <p className="px-2 pt-5 pb-1 text-xs font-medium text-muted-foreground">Installation</p>
          <EntryList pages={admin} />
        </>
      )}
    </>
  );
}

function EntryList({ pages }: NavigationProps) {
  const [location] = useLocation();
  const within = pages.filter(({ path }) => location === path || location.startsWith(`${path}/`));
  const current = within.sort((a, b) => b.path.length - a.path.length)[0];
  return (
    <ul className="grid gap-0.5">
      {pages.map(({ path, menu }) => {
        if (menu === undefined) return null;
        const isCurrent = current?.path === path;
        return (
          <li key={path}>
            <Link
              href={path}
              aria-current={isCurrent ? 'page' : undefined}
              className={cn(
                'flex items-center gap-2.5 rounded-md px-2 py-2 text-muted-foreground hover:bg-muted hover:text-foreground md:py-1.5',
                isCurrent &&
                  'bg-accent font-medium text-accent-foreground hover:bg-accent hover:text-accent-foreground',
              )}
            >
              <menu.icon className="size-4" aria-hidden />
              {menu.label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
