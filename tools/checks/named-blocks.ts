import { readFileSync } from 'node:fs';

/** A fenced block below a line that contains only a file name, as code. */
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
 * The workspace's files after following the page: a `diff` changes an existing file, any other block is a new file.
 *
 * @throws Error a diff does not match its file
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

/** Lines that begin with a space or a minus are in the file now, contiguous; lines with a space or a plus, afterwards. */
function patched(file: string, content: string, diff: string): string {
  const lines = diff.trimEnd().split('\n');
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const [before, after] = [side('-'), side('+')];
  if (content.includes(after)) return content; // the page has been followed already
  if (before === '') return content + after;
  if (!content.includes(before))
    throw new Error(`${file} does not contain the lines that the page changes:\n${before}`);
  return content.replace(before, () => after);
}
