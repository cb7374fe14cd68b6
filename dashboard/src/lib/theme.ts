export type Theme = 'system' | 'light' | 'dark';

const KEY = 'wagate-theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Remembers the choice in this browser. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  showTheme();
}

/** Puts the theme onto the page, and keeps following the system where it is to decide. */
export function followTheme(): void {
  showTheme();
  prefersDark.addEventListener('change', showTheme);
}

function showTheme(): void {
  const theme = chosenTheme();
  document.documentElement.classList.toggle('dark', theme === 'dark' || (theme === 'system' && prefersDark.matches));
  // Charts are drawn, not styled: they have to draw themselves anew.
  window.dispatchEvent(new Event('themechange'));
}
