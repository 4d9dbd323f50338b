import { Command } from '@commander-js/extra-typings';
import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { tooSteep, type Curve } from './curves/curve.ts';
import { measureCurves } from './curves/measure.ts';
import { growthPage } from './curves/page.ts';
import { curvesPlot } from './curves/plot.ts';
import { withServers } from './servers.ts';
import { readSetUp } from './set-up.ts';

const command = new Command('npm run curves --')
  .description(
    'Measures what an event costs as backlog, keys, payload and partitions grow, and writes docs/growth.md with its plot.\n' +
      'Status 1 if anything grows faster than it may.',
  )
  .option('--quick', 'a tenth of everything', false)
  .option('--long', 'up to ten million waiting events and a million keys: hours', false)
  .showHelpAfterError()
  .action(async ({ quick, long }) => {
    const extent = quick ? 'quick' : long ? 'long' : 'usual';
    const curves: Curve[] = [];
    const setUp = await withServers(async (servers) => {
      const before = await readSetUp(servers);
      for await (const curve of measureCurves(servers, extent)) {
        console.log(curve.along);
        console.table(curve.points);
        curves.push(curve);
      }
      return before;
    });
    await writeFile('docs/images/growth.svg', curvesPlot(curves));
    await writeFile(
      'docs/growth.md',
      await format(growthPage(setUp, extent, curves), { parser: 'markdown' }),
    );
    const faults = tooSteep(curves);
    for (const fault of faults) console.error(fault);
    process.exitCode = faults.length === 0 ? 0 : 1;
  });
await command.parseAsync();
