import { writeFile } from 'node:fs/promises';
import { print, type AddCommand } from './command.js';

export const messageMap: AddCommand = (program, run) =>
  program
    .command('message-map')
    .description('write docs/message-map.md: every event, its fields and its consumers')
    .action(async () => {
      const [{ collectEvents }, { renderMap }] = await Promise.all([
        import('./message-map/collect.js'),
        import('./message-map/render.js'),
      ]);
      await writeFile('docs/message-map.md', renderMap(await collectEvents()));
      print(run, 'wrote docs/message-map.md');
    });
