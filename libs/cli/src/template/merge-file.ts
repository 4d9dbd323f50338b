import { mergeJson, type Json, type JsonConflict } from './merge-json.js';
import { mergeText, type Versions } from './merge-text.js';

/** What an update does with one file, and why. */
export type Outcome =
  /** As it was made: the template's new text replaces it. */
  | { readonly kind: 'taken'; readonly text: string }
  /** New in the template. */
  | { readonly kind: 'added'; readonly text: string }
  /** Both changed it, in different places. */
  | { readonly kind: 'merged'; readonly text: string }
  /** Both changed the same place: a person decides. */
  | { readonly kind: 'conflict'; readonly text: string; readonly places: readonly string[] }
  /** The template no longer has it, and nobody has changed it. */
  | { readonly kind: 'removed' }
  /** The template no longer has it, but it was changed here, so it stays. */
  | { readonly kind: 'kept' }
  /** The template changed it, but it was deleted here, so it stays deleted. */
  | { readonly kind: 'deleted' };

/** Undefined if there is nothing to do. An absent file is `undefined`. */
export function mergeFile(
  path: string,
  { base, yours, template }: Versions<string | undefined>,
  label: string,
): Outcome | undefined {
  if (isSame(base, template) || isSame(yours, template)) return undefined;
  if (template === undefined) {
    if (yours === undefined) return undefined;
    return isSame(yours, base) ? { kind: 'removed' } : { kind: 'kept' };
  }
  if (yours === undefined)
    return base === undefined ? { kind: 'added', text: template } : { kind: 'deleted' };
  if (isSame(yours, base)) return { kind: 'taken', text: withLineEndsOf(yours, template) };
  return mergeBoth(path, { base: base ?? '', yours, template }, label);
}

function mergeBoth(path: string, versions: Versions, label: string): Outcome {
  const { text, conflicts } = mergeText(versions, label);
  if (conflicts === 0) return { kind: 'merged', text };
  const json = path.endsWith('.json') ? parseAll(versions) : undefined;
  if (json === undefined) {
    return { kind: 'conflict', text, places: linesOfMarks(text).map((line) => `line ${line}`) };
  }
  const { value, conflicts: values } = mergeJson(json);
  const merged = withLineEndsOf(versions.yours, `${JSON.stringify(value, undefined, 2)}\n`);
  if (values.length === 0) return { kind: 'merged', text: merged };
  return { kind: 'conflict', text: merged, places: values.map(describe) };
}

function describe({ path, yours, template }: JsonConflict): string {
  const text = (value: Json | undefined) => (value === undefined ? 'removed' : JSON.stringify(value));
  return `${path}: yours stays (${text(yours)}); in the template it is ${text(template)}`;
}

/** Undefined if one of them is no JSON, such as a tsconfig.json with comments. */
function parseAll({ base, yours, template }: Versions): Versions<Json> | undefined {
  try {
    const parse = (text: string) => JSON.parse(text === '' ? '{}' : text) as Json;
    return { base: parse(base), yours: parse(yours), template: parse(template) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function linesOfMarks(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.startsWith('<<<<<<< yours') ? [index + 1] : []));
}

/** Git may check out CRLF. */
function isSame(one: string | undefined, other: string | undefined): boolean {
  return one?.replaceAll('\r\n', '\n') === other?.replaceAll('\r\n', '\n');
}

function withLineEndsOf(example: string, text: string): string {
  return example.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
}
