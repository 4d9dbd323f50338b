import type { JetStreamManager } from '@nats-io/jetstream';
import { controlOf, messagingServices, waitUntil, type Stack } from '@waybill/stack';
import { administratorUrl, databaseName, ensureCluster, withClient } from '@waybill/stack/parts';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { withBroker } from '../faults/kinds/broker-admin.ts';
import { Customers } from './customers.ts';

const WAYBILL = join(import.meta.dirname, '../waybill.mjs');

/** A platform of its own, and what an operator, or bad luck, can do to it. */
export class Site {
  readonly customers: Customers;
  readonly dataDir: string;
  readonly #stack: Stack;
  readonly #postgresPort: number;
  readonly #orderRoles: { value: string | undefined };

  /** @param orderRoles of the processes of order, from their next start on */
  constructor(
    stack: Stack,
    { dataDir, postgresPort }: { dataDir: string; postgresPort: number },
    orderRoles: { value: string | undefined },
  ) {
    this.customers = new Customers(stack.state.urls['order']!);
    this.dataDir = dataDir;
    this.#stack = stack;
    this.#postgresPort = postgresPort;
    this.#orderRoles = orderRoles;
  }

  /** Resolves once the console has heard of every service. */
  async ready(): Promise<void> {
    const known = async () => {
      const response = await fetch(`${this.#stack.state.urls['console']}/api/faults`);
      const { switches } = (await response.json()) as { switches: { id: string }[] };
      return messagingServices.every((name) => switches.some(({ id }) => id.startsWith(`${name}/`)));
    };
    await waitUntil(known, { until: 'the console knows every service', timeout: 30_000, every: 250 });
  }

  /** Sets a switch, as the console's Faults page does. @returns resets it */
  async switchOn(id: string, value = 1): Promise<() => Promise<void>> {
    await this.#console('PUT', '/api/faults', { switches: [{ id, value }] });
    return () => this.#console('PUT', '/api/faults', { switches: [{ id, value: 0 }] });
  }

  async pause(consumer: string): Promise<() => Promise<void>> {
    await this.#console('POST', `/api/consumers/${consumer}/pause`, {});
    return () => this.#console('POST', `/api/consumers/${consumer}/resume`, {});
  }

  /** @returns starts it again */
  async stop(name: string): Promise<() => Promise<void>> {
    await this.#act(name, 'stop');
    return () => this.#act(name, 'start');
  }

  /** Restarts order with these roles. @returns with all of them */
  async withRoles(roles: string): Promise<() => Promise<void>> {
    const restart = async (value: string | undefined) => {
      this.#orderRoles.value = value;
      await this.#stack.restart('order');
    };
    await restart(roles);
    return () => restart(undefined);
  }

  broker<Result>(work: (manager: JetStreamManager) => Promise<Result>): Promise<Result> {
    return withBroker({ broker: { url: this.#stack.state.nats } }, work);
  }

  /** As a superuser, in the database of a service. */
  async database<Result>(service: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    return withClient(await this.databaseUrl(service), work);
  }

  async databaseUrl(service: string): Promise<string> {
    const url = new URL(administratorUrl(await ensureCluster(this.dataDir), this.#postgresPort));
    return Object.assign(url, { pathname: databaseName(service) }).href;
  }

  /** `npm run waybill -- …`, as the runbooks have it. */
  async waybill(...args: string[]): Promise<string> {
    const command = [WAYBILL, ...args, '--data-dir', this.dataDir];
    return (await promisify(execFile)(process.execPath, command)).stdout;
  }

  async #console(method: string, path: string, body: object): Promise<void> {
    const response = await fetch(this.#stack.state.urls['console'] + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  async #act(name: string, action: 'stop' | 'start'): Promise<void> {
    const { url, token } = controlOf(this.dataDir)!;
    const response = await fetch(`${url}/processes/${name}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${action} ${name}: ${await response.text()}`);
  }
}
