import { laneName } from './words.ts';
import type { Sequence, Step } from './sequence.ts';

/** The diagram as Mermaid text, to be pasted into an issue or a document. */
export function toMermaid({ lanes, steps }: Sequence): string {
  // Generated names: an id may contain Mermaid syntax, and `end` is a keyword.
  const names = new Map(lanes.map(({ id }, index) => [id, `L${index + 1}`]));
  const name = (lane: string): string => names.get(lane)!;
  return [
    'sequenceDiagram',
    ...lanes.map(({ id, kind }) => {
      const keyword = kind === 'client' ? 'actor' : 'participant';
      return `  ${keyword} ${name(id)} as ${escape(laneName(lanes, id))}`;
    }),
    ...steps.map((step) => `  ${stepLine(step, name(step.from), name(step.to))}`),
    '',
  ].join('\n');
}

function stepLine({ tone, title, detail }: Step, from: string, to: string): string {
  const text = [title, detail]
    .filter((part) => part !== undefined)
    .map(escape)
    .join('<br/>');
  if (from === to) return `Note over ${from}: ${text}`;
  return `${from}${ARROWS[tone]}${to}: ${text}`;
}

const ARROWS: Record<Step['tone'], string> = {
  plain: '->>',
  good: '->>',
  warn: '-x',
  bad: '-x',
  expected: '-->>',
};

/**
 * As Mermaid entities (`#59;` is a semicolon): everything but letters, digits and characters that are plain text
 * everywhere in the grammar. Line ends would end the statement, so they become spaces.
 */
export function escape(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} .,()/_?!'*-]/gu, (character) => `#${character.codePointAt(0)};`)
    .replace(/--+/g, (run) => '#45;'.repeat(run.length));
}
