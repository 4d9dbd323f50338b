/** What of a keyboard event decides whether it is a shortcut. */
export interface KeyPress {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
}

/** `mod+k` is ⌘K or Ctrl+K; anything else is the key alone, as `KeyboardEvent.key` names it. */
export function isShortcut(pressed: KeyPress, shortcut: string): boolean {
  const mod = pressed.metaKey || pressed.ctrlKey;
  if (pressed.altKey) return false;
  if (shortcut.startsWith('mod+')) return mod && pressed.key.toLowerCase() === shortcut.slice(4);
  return !mod && pressed.key === shortcut;
}

/** As it is printed on keys. */
export function keyCaps(shortcut: string, mac: boolean): string {
  const names: Record<string, string> = {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Enter: '↵',
    Escape: 'esc',
  };
  if (shortcut.startsWith('mod+')) return `${mac ? '⌘' : 'Ctrl '}${shortcut.slice(4).toUpperCase()}`;
  return names[shortcut] ?? shortcut;
}
