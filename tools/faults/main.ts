import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../shoppers/random.ts';
import { readArguments, USAGE, type Arguments } from './arguments.ts';
import { runChecks } from './checks/index.ts';
import { readBroker } from './evidence/read-broker.ts';
import { readEvidence } from './evidence/read-evidence.ts';
import { settled } from './evidence/settled.ts';
import { hold } from './hold.ts';
import { chosenKinds } from './kinds/index.ts';
import { prune } from './lab/prune.ts';
import { startLaboratory } from './lab/start-laboratory.ts';
import { Journal } from './load/journal.ts';
import { Load } from './load/load.ts';
import { PersistentClient } from './load/persistent-client.ts';
import { fillShelves } from './load/shelves.ts';
import { planStrikes } from './plan/plan-strikes.ts';
import { runStrikes } from './plan/run-strikes.ts';
import { describeOutcome } from './report/print-outcome.ts';
import { outcomeOf, type Outcome } from './report/result.ts';
import { takeSamples } from './report/samples.ts';
import { timelinePage } from './report/timeline.ts';

/** How long the load goes on after the last fault, in milliseconds: what was struck has to handle something again. */
const AFTERWARDS = 15_000;

const options = readOrExplain(process.argv.slice(2));
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const { result, clean } = await run(options, interrupted.signal);
if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = clean ? 0 : 1;

async function run(
  { minutes, seed, brokers, pgbouncer, kinds, rate }: Arguments,
  signal: AbortSignal,
): Promise<Outcome> {
  const wanted = chosenKinds(kinds);
  const say = (line: string) =>
    void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  await using lab = await startLaboratory(
    { brokers, pgbouncer, signal },
    (text) => void process.stdout.write(text),
  );
  const { folder, urls } = lab;
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const random = new Random(seed);
  // The load goes on until it has its answers, whatever ends the faults.
  const giveUp = new AbortController();
  const client = (service: string) => {
    const own = Object.entries(urls).filter(([name]) => name.replace(/-\d+$/, '') === service);
    return new PersistentClient(
      own.map(([, url]) => url),
      random,
      giveUp.signal,
    );
  };
  const order = client('order');
  await fillShelves(order);
  const { consumers } = await readBroker(lab);
  const load = new Load({ order, analytics: client('analytics'), journal, random, rate });
  const strikes = planStrikes(wanted, lab, { seed, durationMs: minutes * 60_000 });
  say(
    `seed ${seed}: ${strikes.length} faults in ${minutes} minutes at ${rate} orders per second; folder ${folder}`,
  );

  const loadOver = new AbortController();
  const samplesOver = new AbortController();
  const samples = takeSamples(lab, journal, samplesOver.signal);
  const driven = load.drive(loadOver.signal);
  const struck = await runStrikes(strikes, lab, { signal, untilMs: minutes * 60_000, say });
  // What was struck last has to handle something too.
  await hold(AFTERWARDS, signal);
  loadOver.abort();
  await driven;
  const answers = setTimeout(
    () => giveUp.abort(new Error('no answer within two minutes of the last fault')),
    120_000,
  );
  const unanswered = await load.settle();
  clearTimeout(answers);
  await prune(join(folder, 'data'));
  const quiet = await settled(lab);
  say(
    quiet.settled
      ? `nothing waits any more, after ${(quiet.afterMs / 1_000).toFixed(1)} s`
      : 'something still waits',
  );
  samplesOver.abort();

  const evidence = await readEvidence(lab, { journal, unanswered }, consumers);
  const services = [...new Set(lab.replicas.map(({ service }) => service))];
  const outcome = outcomeOf(struck, evidence, runChecks(evidence), services);
  await journal.close();
  const title = `Fault laboratory, seed ${seed}`;
  const setUp = `${minutes} minutes, ${rate} orders per second, ${brokers === 1 ? 'one nats-server' : 'three nats-servers'}, two processes of each of ${services.join(', ')}, Node ${process.version}.`;
  const report = join(folder, 'report.html');
  await writeFile(report, timelinePage({ title, setUp, samples: await samples, outcome }));
  process.stdout.write(`${describeOutcome(outcome)}\nReport: ${report}\n`);
  return outcome;
}

function readOrExplain(args: readonly string[]): Arguments {
  try {
    return readArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
