import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Confirm } from '@/components/confirm';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { NativeSelect } from '@/components/ui/native-select';
import { dayOf } from '@/lib/time';
import { useAct } from './act';
import * as api from './admin-api';
import { PasswordReset } from './password-reset';
import { Cell, Empty, Table } from './table';

const TIERS = ['BASIC', 'PRO', 'MAX'] as const;

/** A change that others notice, and so is asked for first. */
type Wish = { user: api.User; change: { role?: api.User['role']; active?: boolean } } | null;

/** Who has an account, what it may do, and who is shut out. */
export function UsersPage() {
  const [search, setSearch] = useState('');
  const [wish, setWish] = useState<Wish>(null);
  const [resetting, setResetting] = useState<api.User | null>(null);
  const words = useDeferredValue(search.trim());
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['admin', 'users', words],
    queryFn: ({ pageParam }) => api.users(words, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pagination }) => pagination.nextCursor,
  });
  const tiering = useAct(({ id, tier }: { id: string; tier: api.User['tier'] }) => api.changeUser(id, { tier }));
  const users = data?.pages.flatMap((page) => page.users) ?? [];
  return (
    <Page title="Users" about="Who has an account, what it may do, and who is shut out.">
      <div className="grid max-w-sm gap-2">
        <Label htmlFor="search">E-mail address or name</Label>
        <Input id="search" type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
      </div>
      <ProblemNote error={error ?? tiering.error} />
      {data && users.length === 0 && <Empty>Nobody is called so.</Empty>}
      {users.length > 0 && (
        <Table label="Users" head={['User', 'Tier', 'Role', 'Access', 'Actions']}>
          {users.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              setTier={(tier) => tiering.mutate({ id: user.id, tier })}
              wish={(change) => setWish({ user, change })}
              reset={() => setResetting(user)}
            />
          ))}
        </Table>
      )}
      {hasNextPage && (
        <Button variant="outline" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
      {wish && <UserChange wish={wish} onClose={() => setWish(null)} />}
      {resetting && <PasswordReset user={resetting} onClose={() => setResetting(null)} />}
    </Page>
  );
}

interface RowProps {
  user: api.User;
  setTier: (tier: api.User['tier']) => void;
  wish: (change: NonNullable<Wish>['change']) => void;
  reset: () => void;
}

function UserRow({ user: { email, name, role, tier, active, createdAt }, setTier, wish, reset }: RowProps) {
  return (
    <tr className={active ? '' : 'text-muted-foreground'}>
      <th scope="row" className="px-4 py-2 font-medium wrap-anywhere">
        {email}
        <span className="text-muted-foreground block text-xs font-normal">
          {name && `${name}, `}since {dayOf(createdAt)}
        </span>
      </th>
      <Cell>
        <NativeSelect
          className="min-w-28"
          aria-label={`Tier of ${email}`}
          value={tier}
          onChange={({ target }) => setTier(target.value as api.User['tier'])}
        >
          {TIERS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </NativeSelect>
      </Cell>
      <Cell>
        <NativeSelect
          className="min-w-28"
          aria-label={`Role of ${email}`}
          value={role}
          onChange={({ target }) => wish({ role: target.value as api.User['role'] })}
        >
          <option>USER</option>
          <option>ADMIN</option>
        </NativeSelect>
      </Cell>
      <Cell>{active ? 'allowed' : 'shut out'}</Cell>
      <Cell>
        <div className="flex gap-2">
          <Button variant="outline" size="sm" onClick={() => wish({ active: !active })}>
            {active ? 'Shut out' : 'Let in'}
          </Button>
          <Button variant="outline" size="sm" onClick={reset}>
            New password
          </Button>
        </div>
      </Cell>
    </tr>
  );
}

function UserChange({ wish: { user, change }, onClose }: { wish: NonNullable<Wish>; onClose: () => void }) {
  const changing = useAct(() => api.changeUser(user.id, change));
  const [title, action, happens] = wordsFor(user, change);
  return (
    <Confirm {...{ title, action }} open onOpenChange={onClose} run={() => changing.mutateAsync()}>
      <p>{happens}</p>
    </Confirm>
  );
}

function wordsFor({ email }: api.User, { role, active }: NonNullable<Wish>['change']): [string, string, string] {
  if (role === 'ADMIN') {
    return [
      `Make ${email} an administrator`,
      'Make administrator',
      'An administrator sees all users, sessions and workers and may change them. All sign-ins of the user end, and begin anew.',
    ];
  }
  if (role === 'USER') {
    return [
      `Take the role of administrator from ${email}`,
      'Take the role',
      'The user keeps sessions and keys, and sees only what is its own. All its sign-ins end within two seconds.',
    ];
  }
  return active
    ? [`Let ${email} in`, 'Let in', 'The user can sign in again, and its keys work.']
    : [
        `Shut ${email} out`,
        'Shut out',
        'All sign-ins and keys of the user are refused within two seconds. Its sessions stay connected and go on to receive.',
      ];
}
