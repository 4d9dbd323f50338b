import { describe, expect, it } from '@jest/globals';
import { graphErrors } from './project-graph.js';
import { tagErrors } from './project-tags.js';
import { incompleteServices } from './services.js';

const graph = (projects: Record<string, { tags?: string[]; imports?: string[] }>) => ({
  tags: new Map(Object.entries(projects).map(([name, { tags = [] }]) => [name, tags])),
  imports: new Map(Object.entries(projects).map(([name, { imports = [] }]) => [name, imports])),
});

describe('the tags of projects', () => {
  it('are fine with one known scope and one known layer', () => {
    expect(tagErrors(graph({ order: { tags: ['npm:private', 'scope:order', 'layer:app'] } }))).toEqual([]);
  });

  it.each([
    ['a mistyped tag', ['scope:ordr', 'layer:app']],
    ['a missing scope', ['layer:app']],
    ['two layers', ['scope:order', 'layer:app', 'layer:library']],
    ['a tag of another kind', ['scope:order', 'layer:app', 'type:app']],
  ])('are wrong with %s', (_, tags) => {
    expect(tagErrors(graph({ order: { tags } }))).toHaveLength(1);
  });
});

describe('the project graph', () => {
  const tags = { app: ['layer:app'], library: ['layer:library'], tool: ['layer:tool'] };

  it('is fine where apps stand over libraries and tools over all', () => {
    const projects = {
      tools: { tags: tags.tool, imports: ['order'] },
      order: { tags: tags.app, imports: ['messaging', 'service'] },
      service: { tags: tags.library, imports: ['messaging'] },
      messaging: { tags: tags.library },
    };
    expect(graphErrors(graph(projects))).toEqual([]);
  });

  it('is wrong if anything else imports an app', () => {
    const projects = { order: { tags: tags.app }, messaging: { tags: tags.library, imports: ['order'] } };
    expect(graphErrors(graph(projects))).toEqual(['messaging imports the app order']);
  });

  it('is wrong if imports lead back', () => {
    const projects = { a: { imports: ['b'] }, b: { imports: ['c'] }, c: { imports: ['b'] } };
    expect(graphErrors(graph(projects))).toEqual(['a cycle: b → c → b']);
  });
});

describe('the services of the workspace', () => {
  const whole = { apps: ['order'], run: ['order'], tables: ['order'], locked: ['order'] };

  it('are complete if each has its place everywhere', () => {
    expect(incompleteServices(whole)).toEqual([]);
  });

  it.each([
    ['that nothing runs', { run: [] }, '"waybill": { "port"'],
    ['without tables', { tables: [] }, 'prisma/order/schema.prisma'],
    ['that npm ci would leave out', { locked: [] }, 'npm install'],
  ])('are incomplete with one %s, and the check says what to do', (_, missing, told) => {
    expect(incompleteServices({ ...whole, ...missing })).toEqual([expect.stringContaining(told)]);
  });
});
