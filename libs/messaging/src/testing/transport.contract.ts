import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeConsuming } from './transport-contract/consuming.js';
import { describeOutages } from './transport-contract/outages.js';
import { describePublishing } from './transport-contract/publishing.js';
import { describeReading } from './transport-contract/reading.js';
import { describeReconciling } from './transport-contract/reconciling.js';
import {
  TransportFixture,
  type TransportFeatures,
  type TransportHarness,
} from './transport-contract/transport-fixture.js';

/** The contract of `transport.ts` as tests. Every transport of the library passes all of them. */
export function describeTransport(
  name: string,
  features: TransportFeatures,
  factory: () => Promise<TransportHarness>,
): void {
  describe(`${name} as a transport`, () => {
    const fixture = new TransportFixture(features, factory);
    beforeEach(fixture.open);
    afterEach(fixture.close);

    describePublishing(fixture);
    describeConsuming(fixture);
    describeReading(fixture);
    describeReconciling(fixture);
    describeOutages(fixture);
  });
}
