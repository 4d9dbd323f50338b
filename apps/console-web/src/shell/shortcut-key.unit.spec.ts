import { expect, test } from '@jest/globals';
import { isShortcut, keyCaps, type KeyPress } from './shortcut-key.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  ...held,
});

test('mod is the command key or the control key', () => {
  expect(isShortcut(press('k', { metaKey: true }), 'mod+k')).toBe(true);
  expect(isShortcut(press('K', { ctrlKey: true }), 'mod+k')).toBe(true);
  expect(isShortcut(press('k'), 'mod+k')).toBe(false);
});

test('a plain key with a modifier belongs to the browser', () => {
  expect(isShortcut(press('/'), '/')).toBe(true);
  expect(isShortcut(press('/', { ctrlKey: true }), '/')).toBe(false);
  expect(isShortcut(press('+', { ctrlKey: true }), '+')).toBe(false);
  expect(isShortcut(press('?', { altKey: true }), '?')).toBe(false);
});

test('keys are shown as they are printed', () =>
  expect([
    keyCaps('mod+k', true),
    keyCaps('mod+k', false),
    keyCaps('ArrowUp', false),
    keyCaps('?', false),
  ]).toEqual(['⌘K', 'Ctrl K', '↑', '?']));
