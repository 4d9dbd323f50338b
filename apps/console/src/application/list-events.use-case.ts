import { Injectable } from '@nestjs/common';
import type {
  CatalogueResponse,
  CatalogueEvent,
  EventConsumer,
  EventVersion,
  ReadsVersion,
} from '@waybill/console-api';
import type { ContractDescription, ServiceDescription } from '@waybill/messaging/operations';
import { ServiceDirectory, type DeclaredConsumer } from '../platform/service-directory.js';

type Publication = ServiceDescription['publishes'][number] & { service: string };
/** Every service that publishes or reads an event describes its contract. */
type Contract = ContractDescription & { describedBy: string };

/** The catalogue of events, put together from the services' own descriptions. */
@Injectable()
export class ListEvents {
  constructor(private readonly directory: ServiceDirectory) {}

  execute(): CatalogueResponse {
    const services = this.directory.services();
    const published = services.flatMap(({ name, description }) =>
      (description?.publishes ?? []).map((event): Publication => ({ ...event, service: name })),
    );
    const contracts = services.flatMap(({ name, description }) =>
      (description?.contracts ?? []).map((contract): Contract => ({ ...contract, describedBy: name })),
    );
    const consumers = this.directory.consumers();
    const types = new Set([
      ...[...published, ...contracts].map(({ type }) => type),
      ...consumers.flatMap(({ routes }) => routes.map(({ type }) => type)),
    ]);
    return {
      events: [...types].sort().map((type): CatalogueEvent => {
        const versions = versionsOf(
          published.filter((event) => event.type === type),
          contracts.filter((contract) => contract.type === type),
        );
        return {
          type,
          stream: [...published, ...contracts].find((event) => event.type === type)?.stream ?? '',
          versions,
          consumers: consumersOf(type, consumers, versions),
        };
      }),
    };
  }
}

function versionsOf(published: readonly Publication[], contracts: readonly Contract[]): EventVersion[] {
  const versions = new Set([...published, ...contracts].map(({ version }) => version));
  return [...versions]
    .sort((one, other) => other - one)
    .map((version): EventVersion => {
      const publishes = published.filter((event) => event.version === version);
      const described = contracts.filter((contract) => contract.version === version);
      // While a release is being deployed descriptions differ: the owner's counts.
      const contract = described.find(({ owner, describedBy }) => owner === describedBy) ?? described[0];
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

function consumersOf(
  type: string,
  durables: readonly DeclaredConsumer[],
  versions: readonly EventVersion[],
): EventConsumer[] {
  const consumers = durables.flatMap(({ consumer, service, mode, routes }): EventConsumer[] => {
    const route = routes.find((each) => each.type === type);
    if (!route) return [];
    const { handler, versions: known } = route;
    const reads = versions.map(({ version }) => ({ version, how: howRead(version, known) }));
    return [{ consumer, service, handler, mode, handles: known?.[0], reads }];
  });
  // The durables of one consumer, lanes and partitions, are one.
  const byName = new Map(consumers.map((each) => [each.consumer, each]));
  return [...byName.values()].sort((one, other) => one.consumer.localeCompare(other.consumer));
}

function howRead(version: number, known: readonly number[] | undefined): ReadsVersion {
  const newest = known?.[0];
  if (known === undefined || newest === undefined) return 'unknown';
  if (version === newest) return 'handles';
  if (version > newest) return 'waits';
  return known.includes(version) ? 'upcasts' : 'refuses';
}
