import { diff3Merge } from 'node-diff3';

/** One text three times: as the template made it, as it is in the workspace, as the template makes it now. */
export interface Versions<Content = string> {
  readonly base: Content;
  readonly yours: Content;
  readonly template: Content;
}

export interface MergedText {
  /** With the marks that Git uses where both changed the same lines. */
  readonly text: string;
  readonly conflicts: number;
}

/**
 * Merges line by line. A change that both made counts once. The lines end as they do in the workspace: on a checkout with
 * CRLF every line would differ otherwise.
 *
 * @param label what the template's side is called in the marks: `template 0.2.0`
 */
export function mergeText({ base, yours, template }: Versions, label: string): MergedText {
  const lineEnd = yours.includes('\r\n') ? '\r\n' : '\n';
  const regions = diff3Merge(linesOf(yours), linesOf(base), linesOf(template), {
    excludeFalseConflicts: true,
  });
  const lines = regions.flatMap(({ ok, conflict }) =>
    conflict ? ['<<<<<<< yours', ...conflict.a, '=======', ...conflict.b, `>>>>>>> ${label}`] : (ok ?? []),
  );
  return { text: lines.join(lineEnd), conflicts: regions.filter(({ conflict }) => conflict).length };
}

const linesOf = (text: string) => text.split(/\r?\n/);
