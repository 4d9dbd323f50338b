import { useSyncExternalStore } from 'react';
import { Listeners } from '../api/listeners.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const KEPT_AS = 'waybill.theme';
const listeners = new Listeners();
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

let theme: Theme = THEMES.find((each) => each === localStorage.getItem(KEPT_AS)) ?? 'system';

/** Before the first paint, and when the reader or the system changes the theme. */
export function showTheme(): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  listeners.notify();
}

systemIsDark.addEventListener('change', showTheme);

function choose(next: Theme): void {
  theme = next;
  localStorage.setItem(KEPT_AS, next);
  showTheme();
}

/** The reader's choice, and the next one in turn. */
export function useTheme() {
  const current = useSyncExternalStore(listeners.subscribe, () => theme);
  const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length]!;
  return { theme: current, next, chooseNext: () => choose(next) };
}

/** `light` or `dark`, for a canvas, which does not follow the style sheet. */
export function useShownTheme(): string | undefined {
  return useSyncExternalStore(listeners.subscribe, () => document.documentElement.dataset.theme);
}
