import { print, type AddCommand } from './command.js';

/** For the sync generator of @waybill/nx, which compares and writes. */
export const generated: AddCommand = (program, run) =>
  program
    .command('generated', { hidden: true })
    .description('print the generated files as one JSON object: path to text')
    .action(async () => {
      const { allGeneratedFiles } = await import('./generated-files.js');
      const texts = await Promise.all(
        (await allGeneratedFiles()).map(async ({ path, render }) => [path, await render()] as const),
      );
      print(run, JSON.stringify(Object.fromEntries(texts)));
    });
