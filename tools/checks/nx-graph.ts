import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const Graph = z.object({
  graph: z.object({
    nodes: z.record(
      z.string(),
      z.object({ data: z.object({ root: z.string(), tags: z.array(z.string()).default([]) }) }),
    ),
    dependencies: z.record(z.string(), z.array(z.object({ source: z.string(), target: z.string() }))),
  }),
});

export interface ProjectGraph {
  /** Project name to its tags. */
  tags: ReadonlyMap<string, readonly string[]>;
  /** Project name to the projects that it imports. */
  imports: ReadonlyMap<string, readonly string[]>;
}

/** Runs `nx graph`, which also updates Nx's own graph cache. */
export async function readProjectGraph(): Promise<ProjectGraph> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-graph-'));
  try {
    const file = join(folder, 'graph.json');
    await promisify(execFile)(
      process.execPath,
      ['node_modules/nx/dist/bin/nx.js', 'graph', `--file=${file}`],
      {
        env: { ...process.env, NX_DAEMON: 'false' },
      },
    );
    const { graph } = Graph.parse(JSON.parse(await readFile(file, 'utf8')));
    return {
      tags: new Map(Object.entries(graph.nodes).map(([name, { data }]) => [name, data.tags])),
      imports: new Map(
        Object.entries(graph.dependencies).map(([name, edges]) => [
          name,
          edges.map(({ target }) => target).filter((target) => target in graph.nodes),
        ]),
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
