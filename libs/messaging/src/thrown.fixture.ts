export function trap(): never {
  throw new Error('do not look');
}
export const trapped = (error: Error, field: string) => Object.defineProperty(error, field, { get: trap });
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable(new Error('gone'), {});
  revoke();
  return proxy;
};
const nameless = () => Object.assign(new Error('who'), { name: undefined });

/** What somebody threw once, how to make it, and what is to be said of it. */
export const THROWN: [string, () => unknown, string][] = [
  ['a text', () => 'text', 'Error: text'],
  ['undefined', () => undefined, 'Error: undefined'],
  ['null', () => null, 'Error: null'],
  ['a number', () => 42, 'Error: 42'],
  ['a symbol', () => Symbol('s'), 'Error: Symbol(s)'],
  ['a function', () => trap, 'trap: something was thrown that cannot be described'],
  ['a plain object', () => ({ reason: 'no' }), 'Error: {"reason":"no"}'],
  ['what looks like an error', () => ({ name: 'Odd', message: 'no' }), 'Odd: no'],
  ['an object without a prototype', () => Object.create(null) as unknown, 'Error: {}'],
  [
    'an object that is no text',
    () => ({ toJSON: trap, toString: trap }),
    'Error: something was thrown that cannot be described',
  ],
  [
    'an error with an object for a message',
    () => Object.assign(new TypeError(), { message: { en: 'no' } }),
    'TypeError: {"en":"no"}',
  ],
  ['an error with a message that throws', () => trapped(new TypeError(), 'message'), 'TypeError: {}'],
  ['an error with a code that throws', () => trapped(new TypeError('x'), 'code'), 'TypeError: x'],
  ['an error without a name', nameless, 'Error: who'],
  ['a proxy of an error', () => new Proxy(new TypeError('behind'), {}), 'TypeError: behind'],
  [
    'a proxy that throws',
    () => new Proxy(new Error(), { get: trap, getPrototypeOf: trap, ownKeys: trap }),
    'Error: something was thrown that cannot be described',
  ],
  ['a proxy that was revoked', revoked, 'Error: something was thrown that cannot be described'],
  ['a frozen error', () => Object.freeze(new TypeError('cold')), 'TypeError: cold'],
];
