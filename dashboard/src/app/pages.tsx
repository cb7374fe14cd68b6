import {
  ChartColumn,
  KeyRound,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  SquareTerminal,
  Webhook,
} from 'lucide-react';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { ADMIN_PAGES } from '@/features/admin/pages';

interface PageEntry {
  /** Pattern of the path below `/dashboard`. */
  path: string;
  page: LazyExoticComponent<ComponentType> | ComponentType;
  /** Its place in the navigation; pages without one are reached from others. */
  menu?: { label: string; icon: LucideIcon; group?: 'admin' };
  /** Only administrators see it. The gateway refuses the calls of all others anyway. */
  admin?: true;
}

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }));

/** Every page, loaded when it is first opened. The first one is home. */
export const PAGES: PageEntry[] = [
  {
    path: '/sessions',
    page: page(async () => (await import('@/features/sessions/sessions-page')).SessionsPage),
    menu: { label: 'Sessions', icon: MessagesSquare },
  },
  {
    path: '/sessions/:sessionId',
    page: page(async () => (await import('@/features/session/session-page')).SessionPage),
  },
  {
    path: '/keys',
    page: page(async () => (await import('@/features/keys/keys-page')).KeysPage),
    menu: { label: 'API keys', icon: KeyRound },
  },
  {
    path: '/webhooks',
    page: page(async () => (await import('@/features/webhooks/webhooks-page')).WebhooksPage),
    menu: { label: 'Webhooks', icon: Webhook },
  },
  {
    path: '/webhooks/:id',
    page: page(async () => (await import('@/features/webhooks/webhook-page')).WebhookPage),
  },
  {
    path: '/events',
    page: page(async () => (await import('@/features/events/events-page')).EventsPage),
    menu: { label: 'Events', icon: ListTree },
  },
  {
    path: '/usage',
    page: page(async () => (await import('@/features/usage/usage-page')).UsagePage),
    menu: { label: 'Usage', icon: ChartColumn },
  },
  {
    path: '/try-it',
    page: page(async () => (await import('@/features/try-it/try-it-page')).TryItPage),
    menu: { label: 'Try it', icon: SquareTerminal },
  },
  ...ADMIN_PAGES.map(({ path, title, Icon, Page }) => ({
    path,
    page: Page,
    menu: { label: title, icon: Icon, group: 'admin' as const },
    admin: true as const,
  })),
];
