// Between projects: who may import whom, by the two tags that each project's package.json has. A project
// without a known tag would slip through, so tools/checks proves that every one has exactly one of each.

/** What a project belongs to. */
export const SCOPES = {
  'scope:order': ['scope:order', 'scope:shared'],
  'scope:recommendation': ['scope:recommendation', 'scope:shared'],
  'scope:analytics': ['scope:analytics', 'scope:shared'],
  'scope:console': ['scope:console', 'scope:shared'],
  'scope:shared': ['scope:shared'],
  'scope:stack': ['scope:stack', 'scope:shared'],
  'scope:e2e': ['scope:e2e', 'scope:stack', 'scope:shared'],
  'scope:tools': ['*'],
};

/** What a project is. No layer but the tools may import an app: apps meet in the contracts. */
export const LAYERS = {
  'layer:app': ['layer:library', 'layer:contract'],
  'layer:contract': ['layer:library'],
  'layer:library': ['layer:library'],
  'layer:test': ['layer:library', 'layer:contract'],
  'layer:tool': ['layer:tool', 'layer:library', 'layer:contract', 'layer:app'],
};

const constraints = (tags) =>
  Object.entries(tags).map(([sourceTag, onlyDependOnLibsWithTags]) => ({
    sourceTag,
    onlyDependOnLibsWithTags,
  }));

export const depConstraints = [
  ...constraints({ ...SCOPES, ...LAYERS }),
  { sourceTag: 'layer:contract', allowedExternalImports: ['zod'] },
];

/** Tests also start real servers, which the stack has. */
export const testConstraints = constraints({
  ...Object.fromEntries(Object.entries(SCOPES).map(([scope, may]) => [scope, [...may, 'scope:stack']])),
  ...LAYERS,
});
