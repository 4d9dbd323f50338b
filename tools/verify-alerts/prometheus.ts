import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceNames, waitUntil } from '@waybill/stack';
import { stringify } from 'yaml';
import { ruleGroups } from '../alerts/groups.ts';
import { faster } from '../alerts/pace.ts';
import { findProgram } from '../alerts/programs.ts';
import { renderRules } from '../alerts/render-rules.ts';

/** Sixty times: an hour is a minute. A rate takes at least a few scrapes. */
export const TIMES = 60;
const PACE = faster(TIMES, 5);

/** A real Prometheus with the rules that are deployed, and shorter windows. */
export class Prometheus implements AsyncDisposable {
  readonly #url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.#url = url;
    this.#process = process;
  }

  /** @param targets by job, the addresses to scrape */
  static async start(
    folder: string,
    port: number,
    targets: Readonly<Record<string, string>>,
  ): Promise<Prometheus> {
    await mkdir(folder, { recursive: true });
    for (const [name, groups] of Object.entries(ruleGroups(serviceNames))) {
      await writeFile(join(folder, `${name}.rules.yaml`), renderRules(groups, PACE));
    }
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s', scrape_timeout: '1s' },
      rule_files: ['*.rules.yaml'],
      scrape_configs: Object.entries(targets).map(([name, address]) => ({
        job_name: name,
        static_configs: [{ targets: [address] }],
      })),
    };
    await writeFile(join(folder, 'prometheus.yaml'), stringify(config));
    const address = `127.0.0.1:${port}`;
    const args = [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ];
    const process = spawn(await findProgram('prometheus'), args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const prometheus = new Prometheus(`http://${address}`, process);
    await waitUntil(() => prometheus.#isReady(), { until: 'Prometheus is ready', timeout: 30_000 });
    return prometheus;
  }

  /**
   * Names of the alerts that fire now; of one that is a page and a ticket, only if the page does: the ticket looks back for
   * days. @throws Error a rule cannot be evaluated */
  async firing(): Promise<Set<string>> {
    const groups = await this.#rules();
    const broken = groups.flatMap(({ rules }) => rules).find(({ health }) => health === 'err');
    if (broken) throw new Error(`${broken.name} cannot be evaluated: ${broken.lastError}`);
    const rules = groups.flatMap((group) => group.rules);
    const pages = new Set(rules.filter(isPage).map(({ name }) => name));
    const relevant = rules.filter((rule) => isPage(rule) || !pages.has(rule.name));
    return new Set(relevant.filter(({ state }) => state === 'firing').map(({ name }) => name));
  }

  async #rules(): Promise<Group[]> {
    const response = await fetch(`${this.#url}/api/v1/rules`);
    if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { data: { groups: Group[] } }).data.groups;
  }

  #isReady(): Promise<boolean> {
    return fetch(`${this.#url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}

interface Rule {
  name: string;
  labels?: { severity?: string };
  state?: string;
  health: string;
  lastError?: string;
}
interface Group {
  rules: Rule[];
}

function isPage({ labels }: Rule): boolean {
  return labels?.severity === 'page';
}
