import { useEffect, useRef, useSyncExternalStore } from 'react';
import { isShortcut } from './shortcut-key.ts';

export interface Shortcut {
  /** Any of these: `mod+k`, `/`, `ArrowDown`. */
  keys: readonly string[];
  /** What it does, for the help. */
  words: string;
  /** Absent: only told in the help, because a part of the page handles the key itself. */
  run?: () => void;
}

export interface ShortcutGroup {
  title: string;
  shortcuts: readonly Shortcut[];
}

let groups: readonly { current: ShortcutGroup }[] = [];
const listeners = new Set<() => void>();

function setGroups(next: typeof groups): void {
  groups = next;
  for (const listener of listeners) listener();
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const typing = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
  if (typing && !event.metaKey && !event.ctrlKey) return;
  // The page that was opened last goes before the shell.
  const all = groups.toReversed().flatMap((group) => group.current.shortcuts);
  const found = all.find((shortcut) => shortcut.run && shortcut.keys.some((key) => isShortcut(event, key)));
  if (!found) return;
  event.preventDefault();
  found.run!();
});

/** Keys that work while the component is in the page, outside fields and dialogs; the help (`?`) lists them. */
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
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  ).map(({ current }) => current);
}
