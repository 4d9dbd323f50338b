import { describe, expect, it } from '@jest/globals';
import { alertErrors } from './alerts.ts';
import { excerptErrors } from './excerpts.ts';
import { guaranteeErrors } from './guarantees.ts';
import { Form, formErrors } from './issue-forms.ts';
import { licenceErrors } from './licences.ts';
import { unnamedTables } from './messaging-tables.ts';
import { followed, namedBlocks } from './named-blocks.ts';
import { commandErrors } from './pipelines.ts';
import { doorErrors, exportsOf, namesIn } from './public-api.ts';

describe('the messaging tables in Prisma’s configuration', () => {
  it('are all named', () => {
    expect(unnamedTables(['outbox'], `external: ['outbox']`)).toEqual([]);
    expect(unnamedTables(['outbox', 'inbox'], `external: ['outbox']`)).toEqual([
      expect.stringContaining('inbox: add it'),
    ]);
  });
});

it('an alert has a runbook of its name and a test in which it fires, and a runbook an alert', () => {
  const covered = { alerts: ['DiskFull', 'Lost'], runbooks: ['disk-full.md', 'old.md'], fired: ['DiskFull'] };
  expect(alertErrors(covered)).toEqual([
    'deploy/runbooks/lost.md is missing',
    'deploy/runbooks/old.md is of no alert',
    expect.stringMatching('^Lost fires in no test'),
  ]);
});

describe('the licence of a package', () => {
  it('is one of those that are allowed, if it may run in production', () => {
    const packages = {
      'node_modules/a': { license: 'MIT' },
      'node_modules/a/node_modules/@b/c': { license: 'AGPL-3.0' },
      'node_modules/silent': {},
      'node_modules/tool': { license: 'AGPL-3.0', dev: true },
      'node_modules/own': { link: true },
    };
    expect(licenceErrors(packages)).toEqual([
      expect.stringMatching('^@b/c has the licence AGPL-3.0'),
      expect.stringMatching('^silent has the licence none'),
    ]);
  });
});

describe('an excerpt of the source', () => {
  const source = 'class A {\n  one(): void {\n    two();\n  }\n\n  three(): void {}\n}\n';
  const errorsOf = (text: string) => excerptErrors({ file: 'a.ts', language: 'ts', text }, () => source);

  it.each([
    ['a part, less indented', 'one(): void {\n  two();\n}\n'],
    ['parts with a gap', 'class A {\n  …\n  three(): void {}\n'],
  ])('is as in the file: %s', (_, text) => {
    expect(errorsOf(text)).toEqual([]);
  });

  it.each([
    ['a line that is not there', 'four();\n'],
    ['parts in another order', 'three(): void {}\n…\ntwo();\n'],
    ['lines that are not next to each other', 'one(): void {\nthree(): void {}\n'],
  ])('is out of date with %s', (_, text) => {
    expect(errorsOf(text)).toHaveLength(1);
  });
});

describe('a page that names files', () => {
  const page = (...blocks: [file: string, language: string, text: string][]) =>
    blocks.map(([file, language, text]) => `\`${file}\`\n\n\`\`\`${language}\n${text}\n\`\`\`\n`).join('\n');
  const follow = (text: string, disk = 'one\ntwo\n') =>
    Object.fromEntries(followed(namedBlocks(text), () => disk));

  it('gives each new file whole', () => {
    expect(follow(page(['a.ts', 'ts', 'x();'], ['b.sql', 'sql', 'SELECT 1;']))).toEqual({
      'a.ts': 'x();\n',
      'b.sql': 'SELECT 1;\n',
    });
  });

  it.each([
    ['after the lines that it shows', ' two\n+three', 'one\ntwo\nthree\n'],
    ['in place of those that it takes out', '-one\n+uno', 'uno\ntwo\n'],
    ['at the end where it shows none', '+three', 'one\ntwo\nthree\n'],
    ['once: not where somebody has done so', ' one\n+two', 'one\ntwo\n'],
  ])('changes a file %s', (_, diff, expected) => {
    expect(follow(page(['a.ts', 'diff', diff]))).toEqual({ 'a.ts': expected });
  });

  it('is out of date where a file no longer holds what it changes', () => {
    expect(() => follow(page(['a.ts', 'diff', '-three\n+four']))).toThrow('a.ts does not contain');
  });
});

describe('a stable door', () => {
  const files: Record<string, string> = {
    'src/index.ts': "export { on, type Lane } from './deeper/index.js';\nexport { off } from './off.js';",
    'src/deeper/index.ts': "export { on, type Lane } from './on.js';",
    'src/deeper/on.ts': '/** Says so. */\nexport function on() {}\nexport type Lane = string;',
    'src/off.ts': '/** Says so. */\nexport const off = 1;',
  };
  const page = '## `@a`\n\n| `on` | x |\n| `off` | x |\n\n## `@b`\n\n| `Lane` | x |\n';
  const exported = exportsOf('src/index.ts', (path) => files[path]!);

  it('is followed to the declarations and their docstrings', () => {
    expect(exported).toEqual([
      { name: 'on', isDocumented: true },
      { name: 'Lane', isDocumented: false },
      { name: 'off', isDocumented: true },
    ]);
  });

  it('exports nothing without a docstring or a line of its own, and has no line without a name', () => {
    expect(doorErrors('@a', exported, [...namesIn(page, '@a'), 'gone'])).toEqual([
      expect.stringContaining('Lane has no docstring'),
      expect.stringContaining('Lane is exported and not in docs/api.md'),
      expect.stringContaining('gone is not exported'),
    ]);
    expect(exportsOf('a.ts', () => "export * from './b.js';")).toMatchObject([{ isDocumented: false }]);
  });
});

describe('a pipeline', () => {
  const known = { steps: ['format', 'checks'], targets: ['lint', 'test'] };

  it('names steps of npm test and targets of Nx that exist', () => {
    const pipeline =
      'run: npm test -- format checks\nrun: npx nx affected -t lint test --outputStyle=static\n';
    expect(commandErrors(pipeline, known)).toEqual([]);
  });

  it('is wrong with one that does not', () => {
    const pipeline = 'run: npm test -- fromat\nrun: npx nx affected -t lint tests\n';
    expect(commandErrors(pipeline, known)).toEqual([
      expect.stringContaining('no step fromat'),
      expect.stringContaining('no target tests'),
    ]);
  });
});

describe('an issue form', () => {
  const form = (...body: string[]) => `name: a\ndescription: b\nbody:\n${body.join('')}`;
  const input = (id: string) => `  - { type: input, id: ${id}, attributes: { label: ${id} } }\n`;

  it('has fields with labels', () => {
    expect(formErrors(Form, form(input('a'), input('b')))).toEqual([]);
  });

  it.each([
    ['an unknown field', form('  - { type: number, attributes: { label: a } }\n'), 'body.0.type'],
    ['a label twice', form(input('a'), input('a')), 'has a label twice'],
    ['nothing to fill in', form('  - { type: markdown, attributes: { value: a } }\n'), 'filled in'],
    ['a key that GitHub does not know', `${form(input('a'))}lables: [bug]\n`, 'lables'],
  ])('is wrong with %s', (_, text, told) => {
    expect(formErrors(Form, text).join()).toContain(told);
  });
});

describe('the page of guarantees', () => {
  const proven = {
    mutations: [{ name: 'inbox-insert', guarantee: 2 }],
    faults: ['process.kill'],
    exists: (link: string) => link === '../a.int.spec.ts',
  };
  const page = (line: string) => `# Guarantees\n\n## 2. Effects once\n\nText. _Not:_ else.\n\n${line}\n`;
  const line = '_Proven by:_ [a](../a.int.spec.ts); mutation `inbox-insert`; fault `process.kill`.';

  it('names what proves each', () => {
    expect(guaranteeErrors(page(line), proven)).toEqual([]);
    const none = line.replace('fault `process.kill`', 'no fault, because it is a test of its own');
    expect(guaranteeErrors(page(none), proven)).toEqual([]);
  });

  it.each([
    ['no line', '', /has no line/],
    ['a test that is gone', line.replace('../a.int', '../b.int'), /which does not exist/],
    ['a mutation that is gone', line.replace('`;', '`, `inbox`;'), /no mutation with `inbox`/],
    [
      'a mutation left out',
      line.replace('inbox-insert', 'inbox'),
      /does not name its mutation `inbox-insert`/,
    ],
    ['a fault that is gone', line.replace('process.kill', 'process.end'), /no kind of fault/],
  ])('is refused with %s', (_, wrong, message) => {
    expect(guaranteeErrors(page(wrong), proven).join('\n')).toMatch(message);
  });

  it('is refused without a limit', () => {
    expect(guaranteeErrors(page(line).replace('_Not:_', 'Not'), proven)).toEqual([
      expect.stringContaining('names no limit'),
    ]);
  });
});
