import { Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useStreamState } from '@/lib/live';
import { AdminsOnlyPage } from './admins-only-page';
import { Navigation, TopBar } from './navigation';
import { NotFoundPage } from './not-found-page';
import { PAGES } from './pages';
import { useUser } from './user';

/** The frame around every page: navigation at the side, on phones at the top. */
export function Shell() {
  const { role } = useUser();
  const pages = PAGES.filter(({ admin }) => admin !== true || role === 'ADMIN');
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[14rem_1fr]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-card p-3 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <Navigation pages={pages} />
      <div className="min-w-0">
        <TopBar pages={pages} />
        <StreamNote />
        <main id="main" tabIndex={-1} className="outline-none">
          <Suspense fallback={<SkeletonRows rows={6} className="mx-auto max-w-6xl p-6" />}>
            <Switch>
              {PAGES.map((entry) => (
                <Route
                  key={entry.path}
                  path={entry.path}
                  component={pages.includes(entry) ? entry.page : AdminsOnlyPage}
                />
              ))}
              <Route path="/">
                <Redirect to={pages[0]?.path ?? '/'} replace />
              </Route>
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </main>
      </div>
    </div>
  );
}

/** Says that what is shown may be old. */
function StreamNote() {
  return (
    <div role="status">
      {useStreamState() === 'away' && (
        <p className="bg-warning-soft px-4 py-2 text-center text-warning">
          The gateway does not answer. Trying again; what you see may be out of date.
        </p>
      )}
    </div>
  );
}
