import { join } from 'node:path';
import { rm, writeFile } from 'node:fs/promises';
import type { ContainerEngine } from '../containers/container-engine.ts';
import { buildFiles } from './build-files.ts';
import { command } from './command.ts';
import { debianSystem } from './debian-system.ts';
import { natsFiles } from './nats-files.ts';
import { postgresFiles } from './postgres-files.ts';
import { runtimeSystem } from './runtime-system.ts';

/** Images to build on and to run beside, where none can be pulled. */
export interface Bases {
  readonly build: string;
  readonly runtime: string;
  readonly nats: string;
  readonly postgres: string;
}

/** Files for an image, and what its Containerfile says after copying them. */
export interface ImageFiles {
  /** Writes them into a folder that stands for `/`. */
  readonly write: (folder: string) => Promise<void>;
  readonly instructions?: string;
}

/**
 * From what a machine gets anyway: the distribution's packages, Node and Postgres from npm, the nats-server of the stack.
 *
 * @throws Error this is no Debian, or its packages cannot be had
 */
export async function makeBases(engine: ContainerEngine): Promise<Bases> {
  const system = await debianSystem();
  const debian = await importSystem(engine, 'debian', system);
  return {
    runtime: await importSystem(
      engine,
      'runtime',
      await runtimeSystem(system, join(engine.folder, 'runtime')),
    ),
    build: await derive(engine, debian, 'build', buildFiles),
    nats: await derive(engine, debian, 'nats', natsFiles),
    postgres: await derive(engine, debian, 'postgres', postgresFiles),
  };
}

const imageName = (name: string) => `localhost/waybill-bases/${name}:latest`;

async function importSystem(engine: ContainerEngine, name: string, folder: string): Promise<string> {
  const archive = join(engine.folder, `${name}.tar`);
  await command('tar', '--numeric-owner', '-C', folder, '-cf', archive, '.');
  await engine.run('podman', ['import', '--quiet', archive, imageName(name)]);
  await rm(archive);
  return imageName(name);
}

async function derive(
  engine: ContainerEngine,
  from: string,
  name: string,
  { write, instructions = '' }: ImageFiles,
): Promise<string> {
  const context = join(engine.folder, name);
  await write(join(context, 'files'));
  await writeFile(join(context, 'Containerfile'), `FROM ${from}\nCOPY files /\n${instructions}\n`);
  await engine.run('buildah', ['bud', '--quiet', '--format', 'docker', '--tag', imageName(name), context]);
  return imageName(name);
}
