import fc from 'fast-check';

export type TransactionName = 0 | 1 | 2;
export type RelayName = 0 | 1;
export type Key = 'a' | 'b' | 'c';

/** What may happen to the outbox, its relays and the broker, one after the other. A step that makes no sense is passed over. */
export type RelayStep =
  /** Opens the transaction if it is not. Passed over if another open one has appended to the key: it has locked the aggregate. */
  | { do: 'append'; in: TransactionName; key: Key }
  | { do: 'commit' | 'roll back'; in: TransactionName }
  /** A relay joins, stops in good order, is killed, or has its database session ended. */
  | { do: 'start' | 'stop' | 'kill' | 'end session'; relay: RelayName }
  /** What is published arrives at the broker only with the next `deliver`; or it arrives, and its acknowledgement does not. */
  | { do: 'hold messages' | 'hold acknowledgements' | 'deliver' }
  /** The broker says no to the next message of the key. */
  | { do: 'refuse'; key: Key }
  | { do: 'broker down' | 'broker up' }
  /** The relays get on with it. */
  | { do: 'let relays look' };

const transaction = fc.constantFrom<TransactionName>(0, 1, 2);
const relay = fc.constantFrom<RelayName>(0, 1);
const key = fc.constantFrom<Key>('a', 'b', 'c');
const record = <Fields extends RelayStep>(
  weight: number,
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
) => ({
  weight,
  arbitrary: fc.record(fields, { noNullPrototype: true }) as unknown as fc.Arbitrary<RelayStep>,
});

export const relaySteps: fc.Arbitrary<RelayStep[]> = fc.array(
  fc.oneof(
    record(8, { do: fc.constant('append'), in: transaction, key }),
    record(5, { do: fc.constant('commit'), in: transaction }),
    record(1, { do: fc.constant('roll back'), in: transaction }),
    record(3, { do: fc.constant('start'), relay }),
    record(2, { do: fc.constantFrom('stop', 'kill', 'end session'), relay }),
    record(2, { do: fc.constantFrom('hold messages', 'hold acknowledgements', 'deliver') }),
    record(2, { do: fc.constant('refuse'), key }),
    record(1, { do: fc.constantFrom('broker down', 'broker up') }),
    record(6, { do: fc.constant('let relays look') }),
  ),
  { maxLength: 40, size: 'max' },
);
