import { Activity, ScrollText, Server, SlidersHorizontal, Users } from 'lucide-react';
import { lazy } from 'react';

/** The pages for administrators; each is loaded when it is opened first. */
export const ADMIN_PAGES = [
  {
    path: '/admin',
    title: 'Cluster',
    Icon: Activity,
    Page: lazy(async () => ({ default: (await import('./overview-page')).OverviewPage })),
  },
  {
    path: '/admin/workers',
    title: 'Workers',
    Icon: Server,
    Page: lazy(async () => ({ default: (await import('./workers-page')).WorkersPage })),
  },
  {
    path: '/admin/users',
    title: 'Users',
    Icon: Users,
    Page: lazy(async () => ({ default: (await import('./users-page')).UsersPage })),
  },
  {
    path: '/admin/logs',
    title: 'Audit log',
    Icon: ScrollText,
    Page: lazy(async () => ({ default: (await import('./log-page')).LogPage })),
  },
  {
    path: '/admin/settings',
    title: 'System settings',
    Icon: SlidersHorizontal,
    Page: lazy(async () => ({ default: (await import('./settings-page')).SettingsPage })),
  },
] as const;
