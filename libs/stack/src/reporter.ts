/** How a start and a stop are shown. */
export interface Reporter {
  /** Runs one step and shows it with the time it took; `describe` makes the line from its outcome. */
  step<T>(work: () => Promise<T>, describe: (outcome: T) => string): Promise<T>;
  /** One line at any time: a restart, a download, what an earlier run left behind. */
  say(line: string): void;
}

/** Lines of text; each step with its seconds. */
export function textReporter(write: (text: string) => void): Reporter {
  return {
    async step(work, describe) {
      const begin = performance.now();
      const outcome = await work();
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      write(`  ${describe(outcome).padEnd(84)} ${seconds.padStart(6)} s\n`);
      return outcome;
    },
    say: (line) => write(`  ${line}\n`),
  };
}
