import { figuresOf } from './figures.ts';
import { markdownTable } from './markdown.ts';

/** The model beside what a real relay and consumer did. */
export function checkedSection(): string {
  const runs = figuresOf('model:');
  const { load = 'unknown', ...setUp } = runs[0]!.setUp;
  const isBusy = !(Number.parseFloat(load) < 2);
  return `## How it was checked

**Against a simulation**: [the test](../libs/cli/src/capacity/simulation.unit.spec.ts) lets 400,000 arrivals pass through each kind of station, seeded and without a clock, at utilisations of 0.5, 0.7 and 0.9. The model's waits are within 10 % of it.

**Against runs** (\`npm run bench -- model\`): a real relay, broker and consumer, eight handlers at once that take 100 ms on average, random arrivals from a process of their own. The model gets how many are handled a second where many wait, and the time from commit to handler where none does; it has to say the rest.

${markdownTable(
  ['ordering', 'utilisation', 'measured, ms', 'model, ms', 'ratio'],
  runs.map(({ name, value, baseline, ratio }) => [
    ...name.split(':').slice(1),
    value.toFixed(1),
    baseline.toFixed(1),
    ratio.toFixed(2),
  ]),
)}

Set-up: ${setUp.date}, ${setUp.cpu}, load ${load}.${isBusy ? ' **The machine was busy with other work: these runs neither confirm the model nor refute it.** They are the last of five, of which the others were further away, up to twenty times in both directions, and the settings were changed between them. Whether it is the stalls of the machine or the model is to be seen on a quiet one.' : ''} The same handlers, the same load: in key order a message waits for its own partition while others have nothing to do, which is what key order costs before anything is slow.`;
}
