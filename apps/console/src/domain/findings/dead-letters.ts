import { plural, type PlatformSnapshot, type Seen } from './snapshot.js';

/** Open dead letters, by the consumer that has to be fixed. */
export function deadLetterFindings({ groups }: PlatformSnapshot): Seen[] {
  if (!groups) {
    return [
      {
        id: 'dead-letters-unknown',
        severity: 'bad',
        sentence: 'The console cannot read its database: whether there are dead letters is not known.',
        href: '/dead-letters',
        source: 'the console’s index of dead letters, now',
      },
    ];
  }
  return [...Map.groupBy(groups, ({ consumer }) => consumer)].map(([consumer, own]) => {
    const open = own.reduce((sum, group) => sum + group.open, 0);
    return {
      id: `dead-letters:${consumer}`,
      severity: 'bad',
      sentence: `Consumer ${consumer} has ${plural(open, 'open dead letter')} in ${plural(own.length, 'group')}.`,
      since: own.map(({ firstAt }) => firstAt).toSorted()[0]!,
      href: `/dead-letters?consumer=${encodeURIComponent(consumer)}`,
      source:
        'the console’s index of dead letters: all that the stream holds; since the first of a group with open ones',
    };
  });
}
