import type { ProjectionPlan } from '../plan.ts';

/** What the service knows, and what it makes of it: a file that imports nothing. */
export function domainText({ model, key, facts }: ProjectionPlan): string {
  return `/** What is known of one ${key.subject}: when each event happened, null until it has. */
export interface ${model} {
  ${key.field}: string;
${facts.map(({ field }) => `  ${field}: Date | null;`).join('\n')}
}

/** The events that are recorded. */
export type ${model}Fact = ${facts.map(({ field }) => `'${field}'`).join(' | ')};

export interface ${model}Event {
  event: string;
  at: Date;
}

/** What has happened, earliest first, in whatever order the events arrived. */
export function historyOf({ ${facts.map(({ field }) => field).join(', ')} }: ${model}): ${model}Event[] {
  const events = [
${facts.map(({ field, type }) => `    { event: '${type}', at: ${field} },`).join('\n')}
  ];
  return events
    .filter((each): each is ${model}Event => each.at !== null)
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}
`;
}

export function domainTestText({ model, file, key, facts }: ProjectionPlan): string {
  const nothing = `{ ${key.field}: '${key.example}', ${facts.map(({ field }) => `${field}: null`).join(', ')} }`;
  const [first] = facts;
  // The last column happened first.
  const days = facts.map(({ field }, index) => `${field}: new Date('${day(facts.length - index)}')`);
  const inOrder = [...facts].reverse().map(({ type }) => `'${type}'`);
  const order = `
it('has the earliest first, whichever arrived first', () => {
  const all = { ...nothing, ${days.join(', ')} };
  expect(historyOf(all).map(({ event }) => event)).toEqual([${inOrder.join(', ')}]);
});
`;
  return `import { expect, it } from '@jest/globals';
import { historyOf, type ${model} } from './${file}.js';

const nothing: ${model} = ${nothing};

it('has only what has happened', () => {
  const at = new Date('2026-12-01T10:00:00.000Z');
  expect(historyOf(nothing)).toEqual([]);
  expect(historyOf({ ...nothing, ${first!.field}: at })).toEqual([{ event: '${first!.type}', at }]);
});
${facts.length > 1 ? order : ''}`;
}

function day(number: number): string {
  return new Date(Date.UTC(2026, 11, number)).toISOString().slice(0, 10);
}
