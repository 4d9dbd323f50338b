import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A project of this repository that is published: its package.json does not say `"private": true`. */
export interface PublishedPackage {
  readonly name: string;
  /** `messaging` */
  readonly shortName: string;
  /** `libs/messaging` */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

export type Door = string | { readonly '@waybill/source': string; readonly default: string };

/** What is read of a package.json here; whatever else it says is published as it is. */
export interface SourceManifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, Door>>;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly waybill?: unknown;
  readonly [field: string]: unknown;
}

export function publishedPackages(): PublishedPackage[] {
  return globSync('{apps,libs}/*/package.json')
    .sort()
    .map((file) => ({ folder: dirname(file), manifest: readJson<SourceManifest>(file) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({
      name: manifest.name,
      shortName: basename(folder),
      folder,
      manifest,
    }));
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
