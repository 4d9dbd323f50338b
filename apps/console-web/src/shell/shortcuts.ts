import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Listeners } from '../api/listeners.ts';
import { isShortcut } from './shortcut-key.ts';

interface Shortcut {
  /** Any of these: `mod+k`, `/`, `ArrowDown`. */
  keys: readonly string[];
  /** What it does, for the help. */
  words: string;
  /** Absent if a part of the page handles the key itself: it is only listed in the help. */
  run?: () => void;
}

interface ShortcutGroup {
  title: string;
  shortcuts: readonly Shortcut[];
}

let groups: readonly { current: ShortcutGroup }[] = [];
const listeners = new Listeners();

function setGroups(next: typeof groups): void {
  groups = next;
  listeners.notify();
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const typing = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
  if (typing && !event.metaKey && !event.ctrlKey) return;
  // The space bar presses the button that has the focus.
  if (event.key === ' ' && (event.target as Element).closest?.('button, summary')) return;
  // The page's shortcuts take precedence over the shell's.
  const all = groups.toReversed().flatMap((group) => group.current.shortcuts);
  const found = all.find((shortcut) => shortcut.run && shortcut.keys.some((key) => isShortcut(event, key)));
  if (!found) return;
  event.preventDefault();
  found.run!();
});

/** Keys that work while the component is mounted, outside fields and dialogs; the help (`?`) lists them. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const group = useRef<ShortcutGroup>({ title, shortcuts });
  useEffect(() => {
    group.current = { title, shortcuts };
  });
  useEffect(() => {
    setGroups([...groups, group]);
    return () => setGroups(groups.filter((each) => each !== group));
  }, []);
}

/** What the help lists now. */
export function useShortcutGroups(): readonly ShortcutGroup[] {
  return useSyncExternalStore(listeners.subscribe, () => groups).map(({ current }) => current);
}
