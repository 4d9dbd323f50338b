import { expect, test } from '@jest/globals';
import { SCENES } from './index.ts';

test('every scene has an address of its own', () => {
  const ids = SCENES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z-]+$/.test(id))).toEqual([]);
});

test('every scene heals the platform before its first step and in its last', () => {
  for (const { id, steps } of SCENES) {
    const actions = steps.flatMap(({ act }) => act ?? []);
    expect({ id, first: actions[0] }).toEqual({ id, first: { kind: 'begin' } });
    expect({ id, last: actions.slice(-2) }).toEqual({ id, last: [{ kind: 'heal' }, { kind: 'replay' }] });
  }
});
