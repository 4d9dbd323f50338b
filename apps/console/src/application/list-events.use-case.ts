import { Injectable } from '@nestjs/common';
import type {
  CatalogueAnswer,
  CatalogueEvent,
  EventConsumer,
  EventVersion,
  ReadsVersion,
} from '@waybill/console-api';
import type { ContractDescription } from '@waybill/messaging';
import { ServiceDirectory, type DeclaredConsumer } from './service-directory.js';

type Publishes = Pick<ContractDescription, 'type' | 'version' | 'stream' | 'subjectTemplate'> & {
  service: string;
};

/** The catalogue of events, put together from what the services say of themselves: a new one is in it by being there. */
@Injectable()
export class ListEvents {
  constructor(private readonly directory: ServiceDirectory) {}

  execute(): CatalogueAnswer {
    const services = this.directory.services();
    const published = services.flatMap(({ name, description }) =>
      (description?.publishes ?? []).map((event) => ({ ...event, service: name })),
    );
    const contracts = services.flatMap(({ name, description }) =>
      (description?.contracts ?? []).map((contract) => ({ ...contract, toldBy: name })),
    );
    const consumers = this.directory.consumers();
    const read = consumers.flatMap(({ routes }) => routes.map(({ type }) => type));
    const types = new Set([...published, ...contracts].map(({ type }) => type));
    for (const type of read) types.add(type);
    return {
      events: [...types].sort().map((type): CatalogueEvent => {
        const versions = versionsOf(
          published.filter((event) => event.type === type),
          contracts.filter((contract) => contract.type === type),
        );
        const takers = consumers.filter(({ routes }) => routes.some((route) => route.type === type));
        return {
          type,
          stream: [...published, ...contracts].find((event) => event.type === type)?.stream ?? '',
          versions,
          consumers: consumersOf(type, takers, versions),
        };
      }),
    };
  }
}

function versionsOf(
  published: readonly Publishes[],
  contracts: readonly (ContractDescription & { toldBy: string })[],
): EventVersion[] {
  const versions = new Set([...published, ...contracts].map(({ version }) => version));
  return [...versions]
    .sort((one, other) => other - one)
    .map((version): EventVersion => {
      const publishes = published.filter((event) => event.version === version);
      const told = contracts.filter((contract) => contract.version === version);
      // Where a release was not deployed everywhere yet, its owner knows best.
      const contract = told.find(({ owner, toldBy }) => owner === toldBy) ?? told[0];
      const { type, subjectTemplate } = (contract ?? publishes[0])!;
      return {
        version,
        name: `${type}.v${version}`,
        subjectTemplate,
        owner: contract?.owner,
        publishers: [...new Set(publishes.map(({ service }) => service))].sort(),
        key: contract?.key,
        since: contract?.since,
        example: contract?.example,
        schema: contract?.schema,
      };
    });
}

/** Durables of one consumer, lanes and partitions, are one. */
function consumersOf(
  type: string,
  takers: readonly DeclaredConsumer[],
  versions: readonly EventVersion[],
): EventConsumer[] {
  const byName = new Map(takers.map((durable) => [durable.consumer, durable]));
  return [...byName.values()]
    .map(({ consumer, service, mode, routes }): EventConsumer => {
      const { handler, versions: known } = routes.find((route) => route.type === type)!;
      return {
        consumer,
        service,
        handler,
        mode,
        handles: known?.[0],
        reads: versions.map(({ version }) => ({ version, how: howRead(version, known) })),
      };
    })
    .sort((one, other) => one.consumer.localeCompare(other.consumer));
}

function howRead(version: number, known: readonly number[] | undefined): ReadsVersion {
  const newest = known?.[0];
  if (known === undefined || newest === undefined) return 'unknown';
  if (version === newest) return 'handles';
  if (version > newest) return 'waits';
  return known.includes(version) ? 'upcasts' : 'refuses';
}
