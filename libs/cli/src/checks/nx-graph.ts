import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { z } from 'zod';

const Graph = z.object({
  graph: z.object({
    nodes: z.record(
      z.string(),
      z.object({ data: z.object({ root: z.string(), tags: z.array(z.string()).default([]) }) }),
    ),
  }),
});

export interface ProjectGraph {
  /** Project name to its tags. */
  tags: ReadonlyMap<string, readonly string[]>;
  /** Project name to the projects that it imports, its tests aside: a library may be tested on the stack that is built on it. */
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
        Object.entries(graph.nodes).map(([name, { data }]) => [
          name,
          importsOf(data.root).filter((target) => target !== name && target in graph.nodes),
        ]),
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function importsOf(root: string): string[] {
  const sources = globSync(`${root}/**/*.{ts,tsx,mjs}`, {
    exclude: (path) => /node_modules|dist|generated/.test(path),
  });
  const imports = sources
    .filter((file) => !/\.spec\.|\.fixture\.|\/testing\//.test(file))
    .flatMap((file) => ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles)
    .flatMap(({ fileName }) => /^@[\w-]+\/[\w-]+/.exec(fileName) ?? []);
  return [...new Set(imports)];
}
