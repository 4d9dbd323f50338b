type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Takes out of a manifest what names a deleted file: a script that runs it, a workspace part, a path in a list.
 *
 * @returns the manifest, and the names of the scripts that went
 */
export function pruneManifest<T extends { [key: string]: Json }>(
  manifest: T,
  isGone: (path: string) => boolean,
): { manifest: T; scripts: string[] } {
  const names = (text: string) => text.split(/\s+/).some((word) => isGone(word.replace(/^\.\//, '')));
  const pruned = without(manifest, names) as T;
  const scriptsOf = ({ scripts }: { [key: string]: Json }) => Object.keys((scripts ?? {}) as object);
  const left = scriptsOf(pruned);
  return { manifest: pruned, scripts: scriptsOf(manifest).filter((name) => !left.includes(name)) };
}

function without(value: Json, names: (text: string) => boolean): Json {
  const stays = (each: Json) => typeof each !== 'string' || !names(each);
  if (Array.isArray(value)) return value.filter(stays).map((each) => without(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => stays(each))
      .map(([key, each]) => [key, without(each, names)]),
  );
}

/** Dependencies that deleted sources imported and that no other imports, with their types. */
export function unusedDependencies(
  dependencies: readonly string[],
  sources: { readonly deleted: readonly string[]; readonly left: readonly string[] },
): string[] {
  const imports = (texts: readonly string[], name: string) =>
    texts.some((text) => new RegExp(`['"]${name}(?:/[^'"]*)?['"]`).test(text));
  const unused = dependencies.filter(
    (name) => imports(sources.deleted, name) && !imports(sources.left, name),
  );
  const typesOf = (name: string) => `@types/${name.replace(/^@(.+)\//, '$1__')}`;
  return [...unused, ...unused.map(typesOf).filter((types) => dependencies.includes(types))];
}
