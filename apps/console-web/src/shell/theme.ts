import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const KEPT_AS = 'waybill.theme';
const listeners = new Set<() => void>();
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

let theme: Theme = THEMES.find((each) => each === localStorage.getItem(KEPT_AS)) ?? 'system';

/** Before the first paint, and whenever the reader or the system changes their mind. */
export function showTheme(): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

systemIsDark.addEventListener('change', showTheme);

function setTheme(next: Theme): void {
  theme = next;
  localStorage.setItem(KEPT_AS, next);
  showTheme();
  for (const listener of listeners) listener();
}

/** The reader's choice, and the next one in turn. */
export function useTheme(): { theme: Theme; next: Theme; choose: (theme: Theme) => void } {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
  return {
    theme: current,
    next: THEMES[(THEMES.indexOf(current) + 1) % THEMES.length]!,
    choose: setTheme,
  };
}
