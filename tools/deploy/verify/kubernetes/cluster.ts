import { setInterval } from 'node:timers/promises';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { Manifest } from '../../kubernetes/overlay.ts';
import { named, ofKind, type Workload } from '../../kubernetes/objects.ts';
import { podmanPod } from './podman-pod.ts';
import { RunningPod } from './running-pod.ts';

const NETWORK = 'waybill-kubernetes';

/**
 * As much of a cluster as manifests need to serve an order: pods of their workloads, found by the names of their Services,
 * and requests only to those that are ready. podman has no network policies, budgets or spreading.
 */
export class Cluster implements AsyncDisposable {
  readonly #engine: ContainerEngine;
  readonly #manifests: readonly Manifest[];
  readonly #pods = new Map<string, RunningPod>();
  readonly #ready = new Set<RunningPod>();
  readonly #closing = new AbortController();
  #started = 0;
  #turn = 0;

  static async make(engine: ContainerEngine, manifests: readonly Manifest[]): Promise<Cluster> {
    await engine.run('podman', ['network', 'create', NETWORK]);
    return new Cluster(engine, manifests);
  }

  private constructor(engine: ContainerEngine, manifests: readonly Manifest[]) {
    this.#engine = engine;
    this.#manifests = manifests;
  }

  /** Resolves when a pod of each is ready. */
  async start(...workloads: readonly Workload[]): Promise<RunningPod[]> {
    const pods: RunningPod[] = [];
    for (const workload of workloads) pods.push(await this.#play(workload));
    await Promise.all(pods.map((pod) => pod.ready()));
    for (const pod of pods) {
      this.#ready.add(pod);
      void this.#probe(pod);
    }
    return pods;
  }

  /** Resolves when the Job's pod has done its work. */
  async runToEnd(workload: Workload): Promise<void> {
    await (await this.#play(workload)).ended();
  }

  /** The pod gets requests until its probe fails, as it does until a cluster has told everybody. */
  async stop(pod: RunningPod): Promise<void> {
    await pod.stop();
    this.#pods.delete(pod.name);
    this.#ready.delete(pod);
  }

  podsOf({ spec }: Workload): RunningPod[] {
    return [...this.#pods.values()].filter((pod) =>
      isSubset(spec.template.metadata?.labels ?? {}, pod.labels),
    );
  }

  /** One of the pods that are ready, in turn. */
  urlOf(service: string): string {
    const { spec } = named(ofKind(this.#manifests, 'Service'), service);
    const ready = [...this.#ready].filter((pod) => isSubset(spec!.selector!, pod.labels));
    if (ready.length === 0) throw new Error(`no pod of ${service} is ready`);
    const [port] = spec!.ports!;
    return `http://${ready[this.#turn++ % ready.length]!.addressOf(port!.targetPort!)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#engine.run('podman', ['pod', 'rm', '--all', '--force', '--time', '0']);
    await this.#engine.run('podman', ['network', 'rm', '--force', NETWORK]);
  }

  async #play(workload: Workload): Promise<RunningPod> {
    const name = `${workload.metadata.name}-${this.#started++}`;
    const labels = workload.spec.template.metadata?.labels ?? {};
    const names = ofKind(this.#manifests, 'Service')
      .filter(({ spec }) => isSubset(spec!.selector!, labels))
      .map(({ metadata }) => metadata.name);
    const made = podmanPod(name, workload, { manifests: this.#manifests, folder: this.#engine.folder });
    const pod = await RunningPod.start(this.#engine, workload, made, { network: NETWORK, names });
    this.#pods.set(name, pod);
    return pod;
  }

  async #probe(pod: RunningPod): Promise<void> {
    const { signal } = this.#closing;
    try {
      for await (const _ of setInterval(pod.probePeriod * 1_000, undefined, { signal })) {
        if (!this.#pods.has(pod.name)) return;
        if (await pod.isReady()) this.#ready.add(pod);
        else this.#ready.delete(pod);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

function isSubset(
  wanted: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
