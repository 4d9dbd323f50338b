import { describe, expect, it } from '@jest/globals';
import { mergeFile } from './merge-file.js';
import { mergeJson } from './merge-json.js';
import { mergeText } from './merge-text.js';
import { planUpdate } from './plan-update.js';

const base = 'one\ntwo\nthree\nfour\nfive\n';

describe('mergeText', () => {
  it('keeps both changes if they are in different places', () => {
    const yours = base.replace('one', 'ONE');
    const template = base.replace('five', 'FIVE');
    expect(mergeText({ base, yours, template }, 'template 2')).toEqual({
      text: 'ONE\ntwo\nthree\nfour\nFIVE\n',
      conflicts: 0,
    });
  });

  it('marks a place that both changed, as Git does', () => {
    const yours = base.replace('three', 'yours');
    const template = base.replace('three', 'theirs');
    expect(mergeText({ base, yours, template }, 'template 2')).toEqual({
      text: 'one\ntwo\n<<<<<<< yours\nyours\n=======\ntheirs\n>>>>>>> template 2\nfour\nfive\n',
      conflicts: 1,
    });
  });

  it('takes a change that both made once', () => {
    const changed = base.replace('three', '3');
    expect(mergeText({ base, yours: changed, template: changed }, '')).toEqual({
      text: changed,
      conflicts: 0,
    });
  });

  it('ends lines as the workspace does', () => {
    const yours = base.replace('one', 'ONE').replaceAll('\n', '\r\n');
    const template = base.replace('five', 'FIVE');
    expect(mergeText({ base, yours, template }, '').text).toBe('ONE\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n');
  });
});

describe('mergeJson', () => {
  const manifest = { name: 'shop', dependencies: { b: '1', d: '1' } };

  it('merges neighbours, and puts what is new where it sorts', () => {
    const yours = { name: 'shop', dependencies: { a: '1', b: '1', d: '1' } };
    const template = { name: 'shop', dependencies: { b: '2', c: '1', d: '1' } };
    const { value, conflicts } = mergeJson({ base: manifest, yours, template });
    expect(conflicts).toEqual([]);
    expect(JSON.stringify(value)).toBe('{"name":"shop","dependencies":{"a":"1","b":"2","c":"1","d":"1"}}');
  });

  it('removes what the template removed, unless it was changed', () => {
    const yours = { name: 'shop', dependencies: { b: '9', d: '1' } };
    const template = { name: 'shop', dependencies: {} };
    expect(mergeJson({ base: manifest, yours, template })).toEqual({
      value: { name: 'shop', dependencies: { b: '9' } },
      conflicts: [{ path: 'dependencies.b', yours: '9', template: undefined }],
    });
  });

  it('keeps your value where both changed it, and says so', () => {
    const yours = { ...manifest, name: 'mine' };
    const template = { ...manifest, name: 'theirs' };
    expect(mergeJson({ base: manifest, yours, template })).toEqual({
      value: yours,
      conflicts: [{ path: 'name', yours: 'mine', template: 'theirs' }],
    });
  });
});

describe('mergeFile', () => {
  const merge = (versions: { base?: string; yours?: string; template?: string }, path = 'a.ts') =>
    mergeFile(
      path,
      { base: versions.base, yours: versions.yours, template: versions.template },
      'template 2',
    );

  it.each([
    ['nothing: the template is as it was', { base, yours: 'own', template: base }, undefined],
    ['nothing: it is there already', { base: 'old', yours: base, template: base }, undefined],
    ['nothing: it was taken away by both', { base }, undefined],
    ['taken: unchanged here', { base, yours: base, template: 'new\n' }, { kind: 'taken', text: 'new\n' }],
    ['added', { template: 'new\n' }, { kind: 'added', text: 'new\n' }],
    ['deleted here stays deleted', { base, template: 'new\n' }, { kind: 'deleted' }],
    ['removed with the template', { base, yours: base }, { kind: 'removed' }],
    ['kept: removed by the template, changed here', { base, yours: 'own' }, { kind: 'kept' }],
  ])('%s', (_title, versions, outcome) => expect(merge(versions)).toEqual(outcome));

  it('names the lines where a person decides', () => {
    const versions = { base, yours: base.replace('two', 'mine'), template: base.replace('two', 'theirs') };
    expect(merge(versions)).toMatchObject({ kind: 'conflict', places: ['line 2'] });
  });

  it('marks two files that were added under one name', () => {
    expect(merge({ yours: 'mine\n', template: 'theirs\n' })).toMatchObject({ kind: 'conflict' });
  });

  it('keeps a JSON file readable, whatever conflicts in it', () => {
    const versions = { base: '{ "a": 1 }\n', yours: '{ "a": 2 }\n', template: '{ "a": 3, "b": 4 }\n' };
    expect(merge(versions, 'nx.json')).toEqual({
      kind: 'conflict',
      text: '{\n  "a": 2,\n  "b": 4\n}\n',
      places: ['a: yours stays (2); in the template it is 3'],
    });
  });

  it('sees no change in other line ends', () => {
    const yours = base.replaceAll('\n', '\r\n');
    expect(merge({ base, yours, template: 'new\n' })).toEqual({ kind: 'taken', text: 'new\r\n' });
  });
});

it('plans over the files of both versions, and leaves all others alone', () => {
  const yours: Record<string, string> = { 'a.ts': 'old\n', 'b.ts': 'old\n', 'own.ts': 'own\n' };
  const files = {
    base: { 'a.ts': 'old\n', 'b.ts': 'old\n' },
    template: { 'a.ts': 'new\n', 'c.ts': 'new\n' },
  };
  expect(
    planUpdate(files, (path) => yours[path], '').map(({ path, outcome }) => [path, outcome.kind]),
  ).toEqual([
    ['a.ts', 'taken'],
    ['b.ts', 'removed'],
    ['c.ts', 'added'],
  ]);
});
