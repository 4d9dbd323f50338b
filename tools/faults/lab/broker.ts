import { connect } from '@nats-io/transport-node';
import { controlOf, waitUntil, type Stack } from '@waybill/stack';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DEAD } from '../evidence/read-broker.ts';
import { withBroker } from '../kinds/broker-admin.ts';
import type { Broker } from '../laboratory.ts';

export class LabBroker implements Broker {
  readonly url: string;
  readonly streams: readonly string[];
  readonly names: readonly string[];
  readonly #dataDir: string;

  private constructor(stack: Stack, streams: readonly string[], dataDir: string) {
    this.url = stack.state.nats;
    this.streams = streams;
    this.names = Object.keys(stack.state.pids).filter((name) => /^nats(-\d+)?$/.test(name));
    this.#dataDir = dataDir;
  }

  static of(stack: Stack, dataDir: string): Promise<LabBroker> {
    return withBroker({ broker: { url: stack.state.nats } }, async (manager) => {
      const streams: string[] = [];
      for await (const { config } of manager.streams.list())
        if (config.name !== DEAD) streams.push(config.name);
      return new LabBroker(stack, streams.sort(), dataDir);
    });
  }

  get size(): number {
    return this.names.length;
  }

  async loseData(): Promise<void> {
    const name = this.names.at(-1)!;
    await this.#act(name, 'stop');
    await rm(join(this.#dataDir, name), { recursive: true, force: true });
    await this.#act(name, 'start');
    await waitUntil(() => this.#answers(), { until: `${name} answers again`, timeout: 30_000 });
  }

  async #act(name: string, action: 'stop' | 'start'): Promise<void> {
    const control = controlOf(this.#dataDir);
    if (!control) throw new Error('the laboratory has no supervisor any more');
    const response = await fetch(`${control.url}/processes/${name}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${control.token}` },
    });
    if (!response.ok) throw new Error(`${action} ${name}: ${await response.text()}`);
  }

  async #answers(): Promise<boolean> {
    const nats = await connect({ servers: this.url.split(','), timeout: 1_000 }).catch(() => undefined);
    await nats?.close();
    return nats !== undefined;
  }
}
