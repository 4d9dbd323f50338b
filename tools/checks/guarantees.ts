import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allKinds } from '../faults/kinds/index.ts';
import { mutations } from '../faults/mutations/all.ts';
import type { Mutation } from '../faults/mutations/mutation.ts';

const PAGE = 'docs/guarantees.md';

export const title =
  'every guarantee names its limits, and tests, mutations and faults that exist and prove it';

export function check(): string[] {
  const exists = (link: string) => existsSync(join('docs', link));
  return guaranteeErrors(readFileSync(PAGE, 'utf8'), {
    mutations,
    faults: allKinds.map(({ name }) => name),
    exists,
  });
}

export interface ProvenBy {
  readonly mutations: readonly Pick<Mutation, 'name' | 'guarantee'>[];
  readonly faults: readonly string[];
  /** Whether a link of the page leads to a file. */
  exists(link: string): boolean;
}

/** One line at the end of each section: tests as links, then mutations, then faults, or why there is none. */
const PROVEN_BY =
  /^_Proven by:_ (?<tests>.+?); mutations? (?<mutations>.+?); (?:faults? (?<faults>.+)|no fault, .+)\.$/m;

export function guaranteeErrors(page: string, { mutations, faults, exists }: ProvenBy): string[] {
  return sectionsOf(page).flatMap(({ number, text }) => {
    const errors: string[] = [];
    const wrong = (what: string) => errors.push(`${PAGE}: guarantee ${number} ${what}`);
    if (!/_Not:?_/.test(text)) wrong('names no limit: add what it does not promise, beginning with "_Not:_"');
    const { groups } = PROVEN_BY.exec(text) ?? {};
    if (!groups) {
      wrong(
        'has no line "_Proven by:_ [test](link); mutations `name`; faults `name`." (or "no fault, because …")',
      );
      return errors;
    }
    const links = [...groups['tests']!.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    if (links.length === 0) wrong('names no test');
    for (const link of links) if (!exists(link)) wrong(`names ${link}, which does not exist`);
    const named = namesIn(groups['mutations']!);
    for (const name of named) {
      if (!mutations.some((mutation) => mutation.name === name)) wrong(`names no mutation with \`${name}\``);
    }
    for (const { name, guarantee } of mutations) {
      if (guarantee === number && !named.includes(name)) wrong(`does not name its mutation \`${name}\``);
    }
    for (const name of namesIn(groups['faults'] ?? '')) {
      if (!faults.includes(name)) wrong(`names no kind of fault with \`${name}\``);
    }
    return errors;
  });
}

function sectionsOf(page: string): { number: number; text: string }[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => ({ number: Number.parseInt(text, 10), text }));
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}
