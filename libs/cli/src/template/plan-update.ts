import { mergeFile, type Outcome } from './merge-file.js';

/** Path to text, from the workspace's top folder. */
export type Files = Readonly<Record<string, string>>;

export interface Change {
  readonly path: string;
  readonly outcome: Outcome;
}

/**
 * What an update does, by path.
 *
 * @param base what the template made of the recorded runs, in the version that made them
 * @param template what it makes of them now
 * @param read a file of the workspace; undefined if there is none
 * @param label what the template's side is called where both changed the same lines
 */
export function planUpdate(
  { base, template }: { base: Files; template: Files },
  read: (path: string) => string | undefined,
  label: string,
): Change[] {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(template)])].sort();
  return paths.flatMap((path) => {
    const versions = { base: base[path], yours: read(path), template: template[path] };
    const outcome = mergeFile(path, versions, label);
    return outcome ? [{ path, outcome }] : [];
  });
}
