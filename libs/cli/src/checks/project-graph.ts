import { readProjectGraph, type ProjectGraph } from './nx-graph.js';

export const title = 'the project graph: apps over libraries, no cycle';

export async function check(): Promise<string[]> {
  return graphErrors(await readProjectGraph());
}

/** Only tools import apps, and imports form no cycle. */
export function graphErrors({ tags, imports }: ProjectGraph): string[] {
  const is = (project: string, layer: string) => tags.get(project)?.includes(`layer:${layer}`) ?? false;
  const upward = [...imports].flatMap(([project, targets]) =>
    targets
      .filter((target) => is(target, 'app') && !is(project, 'tool'))
      .map((target) => `${project} imports the app ${target}`),
  );
  const cycle = findCycle(imports);
  return cycle ? [...upward, `a cycle: ${cycle.join(' → ')}`] : upward;
}

/** Depth-first; returns the first cycle. */
function findCycle(imports: ProjectGraph['imports']): string[] | undefined {
  const finished = new Set<string>();
  const visit = (project: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(project)) return [...path.slice(path.indexOf(project)), project];
    if (finished.has(project)) return undefined;
    for (const target of imports.get(project) ?? []) {
      const cycle = visit(target, [...path, project]);
      if (cycle) return cycle;
    }
    finished.add(project);
    return undefined;
  };
  for (const project of imports.keys()) {
    const cycle = visit(project, []);
    if (cycle) return cycle;
  }
  return undefined;
}
