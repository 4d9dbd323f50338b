import { Argument, Command } from '@commander-js/extra-typings';
import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { measured } from '@waybill/cli/capacity';
import type { Comparison } from './comparison.ts';
import { figures } from './figures/index.ts';
import { coefficientsModule } from './report/coefficients.ts';
import { page } from './report/page.ts';
import { asJson, printComparison } from './report/print.ts';
import { ratioPlot } from './report/ratio-plot.ts';
import { withServers } from './servers.ts';
import { printSetUp, readSetUp } from './set-up.ts';

const ROUNDS = 5;
const QUICK_ROUNDS = 3;
const ALL = Object.keys(figures).filter((name) => !figures[name]!.byNameOnly);

const command = new Command('npm run bench --')
  .description('Measures each figure beside its baseline, in turn, and prints both with their ratio.')
  .addArgument(new Argument('<name...>', 'what to measure').choices(['all', ...Object.keys(figures)]))
  .option('--quick', 'less of everything: right to some ten per cent', false)
  .option('--json <file>', 'also write the figures there')
  .option('--write', 'also write docs/benchmarks.md, and what waybill capacity reckons with', false)
  .addHelpText(
    'after',
    Object.entries(figures)
      .map(([name, { says }]) => `  ${name.padEnd(18)} ${says}`)
      .join('\n'),
  )
  .showHelpAfterError()
  .action((names, flags) => run(names.includes('all') ? ALL : names, flags));
await command.parseAsync();

interface Flags {
  readonly quick: boolean;
  readonly json?: string;
  readonly write: boolean;
}

async function run(names: readonly string[], { quick, json, write }: Flags): Promise<void> {
  const setUp = await withServers(readSetUp);
  printSetUp(setUp);
  const rounds = quick ? QUICK_ROUNDS : ROUNDS;
  const comparisons: Comparison[] = [];
  for (const name of names) {
    const { measure, services } = figures[name]!;
    const compared = await withServers((servers) => measure({ servers, quick, rounds }), {
      services,
    });
    compared.forEach(printComparison);
    comparisons.push(...compared);
  }
  const figuresJson = asJson(setUp, comparisons);
  if (json) await writeFile(json, figuresJson);
  if (!write) return;
  await writeFile(
    'docs/images/benchmarks.svg',
    ratioPlot(comparisons.filter(({ name }) => !name.startsWith('peer:'))),
  );
  await writeFile('docs/benchmarks.md', await format(page(setUp, comparisons), { parser: 'markdown' }));
  const coefficients = 'libs/cli/src/capacity/measured.ts';
  const style = await resolveConfig(coefficients);
  await writeFile(
    coefficients,
    await format(coefficientsModule(figuresJson, names === ALL ? measured.filter(isByNameOnly) : measured), {
      ...style,
      filepath: coefficients,
    }),
  );
}

/** A coefficient keeps its figure's name before the first colon. */
function isByNameOnly({ name }: { name: string }): boolean {
  return figures[name.split(':')[0]!]?.byNameOnly ?? false;
}
