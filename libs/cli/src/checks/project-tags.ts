import { LAYERS, SCOPES } from '@waybill/nx/eslint/projects';
import { readProjectGraph, type ProjectGraph } from './nx-graph.js';

export const title = 'every project has exactly one known scope and one known layer';

export async function check(): Promise<string[]> {
  return tagErrors(await readProjectGraph());
}

/** A mistyped tag would silently disable the boundary rule for its project. */
export function tagErrors({ tags }: Pick<ProjectGraph, 'tags'>): string[] {
  const known = { scope: Object.keys(SCOPES), layer: Object.keys(LAYERS) };
  return [...tags].flatMap(([project, own]) => [
    ...Object.entries(known).flatMap(([kind, allowed]) => {
      const given = own.filter((tag) => tag.startsWith(`${kind}:`));
      if (given.length !== 1)
        return [`${project}: ${given.length} ${kind} tags (${given.join(', ')}), expected one`];
      return allowed.includes(given[0]!)
        ? []
        : [`${project}: unknown ${given[0]}; libs/nx/eslint/project-rules.mjs knows ${allowed.join(', ')}`];
    }),
    ...own
      .filter((tag) => !/^(scope|layer):/.test(tag) && !tag.startsWith('npm:'))
      .map((tag) => `${project}: unknown tag ${tag}`),
  ]);
}
