export type KeyPress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>;

/** `mod+k` is ⌘K or Ctrl+K; anything else is the key alone, as `KeyboardEvent.key` names it. */
export function isShortcut(pressed: KeyPress, shortcut: string): boolean {
  const mod = pressed.metaKey || pressed.ctrlKey;
  if (pressed.altKey) return false;
  if (shortcut.startsWith('mod+')) return mod && pressed.key.toLowerCase() === shortcut.slice(4);
  return !mod && pressed.key === shortcut;
}

const CAPS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'esc',
};

/** As it is printed on keys. */
export function keyCaps(shortcut: string, mac: boolean): string {
  if (shortcut.startsWith('mod+')) return `${mac ? '⌘' : 'Ctrl '}${shortcut.slice(4).toUpperCase()}`;
  return CAPS[shortcut] ?? shortcut;
}
