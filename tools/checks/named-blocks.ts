import { readFileSync } from 'node:fs';

/** A fenced block below a line that holds nothing but a file's name, as code. */
export interface NamedBlock {
  language: string;
  file: string;
  text: string;
}

export function namedBlocks(page: string): NamedBlock[] {
  return [...page.matchAll(/^`(\S+)`\n\n```(\w+)\n(.*?)^```$/gms)].map(([, file, language, text]) => ({
    language: language!,
    file: file!,
    text: text!,
  }));
}

/**
 * The workspace's files as they are once somebody has followed the page: a `diff` changes the file that is there, any
 * other block is a file of its own.
 *
 * @throws Error where a diff does not fit its file
 */
export function followed(
  blocks: readonly NamedBlock[],
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): Map<string, string> {
  return new Map(
    blocks.map(({ language, file, text }) => [
      file,
      language === 'diff' ? patched(file, read(file), text) : text,
    ]),
  );
}

/** Lines that begin with a space or a minus stand in the file, in one piece; with a space or a plus, afterwards. */
function patched(file: string, content: string, diff: string): string {
  const lines = diff.trimEnd().split('\n');
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const [before, after] = [side('-'), side('+')];
  if (content.includes(after)) return content; // somebody has followed the page
  if (before === '') return content + after;
  if (!content.includes(before)) throw new Error(`${file} does not hold what the page changes:\n${before}`);
  return content.replace(before, () => after);
}
