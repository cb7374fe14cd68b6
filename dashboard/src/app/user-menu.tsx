import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { logOut } from '@/lib/api';
import { chooseTheme, chosenTheme, type Theme } from '@/lib/theme';
import { useUser } from './user';

const THEMES = [
  { theme: 'system', label: 'As the system', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const;

export function UserMenu() {
  const { email, name, role, tier } = useUser();
  const [chosen, setChosen] = useState<Theme>(chosenTheme);
  const choose = (theme: Theme) => {
    chooseTheme(theme);
    setChosen(theme);
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-muted">
        <span className="grid min-w-0 flex-1">
          <span className="truncate font-medium">{name ?? email}</span>
          <span className="text-xs text-muted-foreground">
            {role === 'ADMIN' ? 'Administrator' : 'User'} · {tier}
          </span>
        </span>
        <ChevronsUpDown className="size-4 text-muted-foreground" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-52">
        <DropdownMenuLabel className="truncate">{email}</DropdownMenuLabel>
        <DropdownMenuSeparator />
        {THEMES.map(({ theme, label, icon: Icon }) => (
          <DropdownMenuItem key={theme} onSelect={() => choose(theme)}>
            <Icon aria-hidden />
            <span className="flex-1">{label}</span>
            {chosen === theme && <span className="text-xs text-muted-foreground">chosen</span>}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void logOut()}>
          <LogOut aria-hidden />
          Log out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
