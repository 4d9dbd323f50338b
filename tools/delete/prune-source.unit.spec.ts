import { describe, expect, it } from '@jest/globals';
import { format } from 'prettier';
import { pruneSource } from './prune-source.ts';

const gone = {
  module: (specifier: string) => specifier === './gone.ts',
  text: (text: string) => text === 'gone' || text.startsWith('gone-'),
};

async function pruned(source: string, file = 'a.ts'): Promise<string> {
  return format(pruneSource(file, source, gone), { parser: 'typescript', singleQuote: true });
}

describe('a source file that imports what is deleted', () => {
  it.each([
    ['an element of a list', 'export const all = [One, Gone, Two];', 'export const all = [One, Two];'],
    ['a spread', 'export const all = [One, ...Gone.all()];', 'export const all = [One];'],
    ['a property', 'export const all = { a: 1, b: Gone, ...Gone };', 'export const all = { a: 1 };'],
    [
      'a property whose list would be empty',
      'export const all = { a: 1, b: (config) => [Gone.with(config)] };',
      'export const all = { a: 1 };',
    ],
    ['a statement', 'one();\nGone.start();\ntwo();', 'one();\ntwo();'],
    [
      'what a statement declared',
      'function f() {\n  const gone = Gone.make();\n  one();\n  gone.use();\n}\nf();',
      'function f() {\n  one();\n}\nf();',
    ],
    ['a member of a union', 'export type All = One | Gone | Two;', 'export type All = One | Two;'],
    [
      'a member of a type',
      'export interface All {\n  a: 1;\n  b: Gone;\n}',
      'export interface All {\n  a: 1;\n}',
    ],
  ])('loses the import and %s', async (_, before, after) => {
    expect(await pruned(`import { Gone } from './gone.ts';\n${before}\n`)).toBe(`${after}\n`);
  });

  it('loses the child in JSX, and the imports that only it used', async () => {
    const before = `import { Other, Unused } from './other.ts';
import { Gone } from './gone.ts';
export const Page = () => (
  <div>
    <Kept />
    {Other && <Gone of={Other} />}
  </div>
);
`;
    expect(await pruned(before, 'a.tsx')).toBe(`import { Unused } from './other.ts';
export const Page = () => (
  <div>
    <Kept />
  </div>
);
`);
  });

  it('loses declarations that nothing uses any more, one after the other, with their comments', async () => {
    const before = `import { Gone } from './gone.ts';
// How long.
const MS = 5;
/** Options. */
const options = { ms: MS };
Gone.start(options);
const unusedBefore = 1;
`;
    expect(await pruned(before)).toBe('const unusedBefore = 1;\n');
  });

  it('loses an export of it, and a call that loads it', async () => {
    const before = `export * from './gone.ts';\nexport const all = [{ a: 1, b: () => import('./gone.ts') }, () => import('./b.ts')];\n`;
    expect(await pruned(before)).toBe(`export const all = [() => import('./b.ts')];\n`);
  });

  it('is refused if the use cannot go alone', () => {
    const source = `import type { Gone } from './gone.ts';\nclass A {\n  constructor(private gone: Gone) {}\n}\n`;
    expect(() => pruneSource('a.ts', source, gone)).toThrow('a.ts: Gone cannot go alone');
  });
});

it('a list of names loses the name, and an object in a list that has it', async () => {
  const before = `export const names = ['one', 'gone'];\nexport const all = [{ a: 'one' }, { of: has({ a: 'gone-baskets' }) }, \`gone-\${1}\`];\n`;
  expect(await pruned(before)).toBe(`export const names = ['one'];\nexport const all = [{ a: 'one' }];\n`);
});

it('a source file that uses nothing of it stays as it is', () => {
  const source = `import { a } from './a.ts';\na( );\n`;
  expect(pruneSource('a.ts', source, gone)).toBe(source);
});
