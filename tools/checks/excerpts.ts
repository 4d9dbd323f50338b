import { readFileSync } from 'node:fs';
import { namedBlocks, type NamedBlock } from './named-blocks.ts';

const PAGE = 'docs/tour.md';

export const title = `the excerpts of ${PAGE} are as in the source`;

export function check(): string[] {
  const excerpts = namedBlocks(readFileSync(PAGE, 'utf8'));
  if (excerpts.length === 0) return ['it has none'];
  return excerpts.flatMap((excerpt) => excerptErrors(excerpt));
}

/** A line that stands for some that are left out. */
const GAP = '…';

/** The parts between gaps must be in the file, in this order, whatever their indentation. */
export function excerptErrors(
  { file, text }: NamedBlock,
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): string[] {
  const flat = (code: string) => code.replace(/^\s+/gm, '').trimEnd();
  const source = flat(read(file));
  let from = 0;
  for (const part of text.split(new RegExp(`^\\s*${GAP}\\s*$`, 'm')).map(flat)) {
    const at = source.indexOf(part, from);
    if (at < 0) return [`${file} does not contain, or not in this order:\n${part}`];
    from = at + part.length;
  }
  return [];
}
