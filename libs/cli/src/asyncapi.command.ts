import { writeFile } from 'node:fs/promises';
import { print, type AddCommand } from './command.js';

export const asyncapi: AddCommand = (program, run) =>
  program
    .command('asyncapi')
    .description('write docs/asyncapi.json: every event and who sends and receives it')
    .action(async () => {
      const { renderAsyncApi } = await import('./asyncapi/collect.js');
      await writeFile('docs/asyncapi.json', await renderAsyncApi());
      print(run, 'wrote docs/asyncapi.json');
    });
