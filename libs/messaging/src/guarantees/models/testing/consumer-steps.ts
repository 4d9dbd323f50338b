import fc from 'fast-check';
import type { HoldingPoint } from './consumer-process.js';

export type ProcessName = 0 | 1 | 2;
/** A consumer before it is renamed, and after, with the old name in `formerly`. */
export type Version = 'old' | 'renamed';

/** What may happen to a consumer, its replicas and the broker. A step that makes no sense is passed over. */
export type ConsumerStep =
  | { do: 'publish'; key: 'a' | 'b' | 'c' }
  /** One that was published before is stored a second time, as by `outbox republish`. */
  | { do: 'publish again'; nth: number }
  | { do: 'start'; process: ProcessName; version: Version }
  | { do: 'stop' | 'kill' | 'end sessions'; process: ProcessName }
  | { do: 'hold handlers'; at: HoldingPoint }
  | { do: 'let handlers go' | 'handler fails' | 'confirmation lost' }
  /** Longer than the ack wait: what is not acknowledged is delivered again, though it may be under way. */
  | { do: 'time passes' }
  | { do: 'let handlers run' }
  | { do: 'broker down' | 'broker up' }
  | { do: 'delete durables' }
  | { do: 'rewind' | 'rebuild'; process: ProcessName };

type Weighted = { weight: number; arbitrary: fc.Arbitrary<ConsumerStep> };

function record<Fields extends ConsumerStep>(
  weight: number,
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
): Weighted {
  return {
    weight,
    arbitrary: fc.record(fields, { noNullPrototype: true }) as unknown as fc.Arbitrary<ConsumerStep>,
  };
}

const process = fc.constantFrom<ProcessName>(0, 1, 2);
const key = fc.constantFrom<'a' | 'b' | 'c'>('a', 'b', 'c');
const at = fc.constantFrom<HoldingPoint>('before the effect', 'before the commit', 'after the commit');

/** Of any consumer: events come, replicas come and go. */
const ALWAYS: Weighted[] = [
  record(8, { do: fc.constant('publish'), key }),
  record(2, { do: fc.constantFrom('stop', 'kill', 'end sessions'), process }),
  record(2, { do: fc.constant('time passes') }),
  record(4, { do: fc.constant('let handlers run') }),
];

const START = record(4, { do: fc.constant('start'), process, version: fc.constant<Version>('old') });

/** Whatever may make a message be delivered, or handled, twice. */
const REPEATS: Weighted[] = [
  record(2, { do: fc.constant('publish again'), nth: fc.nat(30) }),
  record(3, { do: fc.constant('hold handlers'), at }),
  record(3, { do: fc.constantFrom('let handlers go', 'handler fails', 'confirmation lost') }),
];

const OUTAGES: Weighted[] = [record(1, { do: fc.constantFrom('broker down', 'broker up') })];

function steps(...choices: Weighted[]): fc.Arbitrary<ConsumerStep[]> {
  return fc.array(fc.oneof(...choices), { maxLength: 30, size: 'max' });
}

export const inboxSteps = steps(...ALWAYS, START, ...REPEATS, ...OUTAGES);

export const handOverSteps = steps(
  ...ALWAYS,
  START,
  record(2, { do: fc.constant('hold handlers'), at }),
  record(2, { do: fc.constantFrom('let handlers go', 'handler fails') }),
);

export const rewindSteps = steps(
  ...ALWAYS,
  START,
  ...OUTAGES,
  record(1, { do: fc.constant('delete durables') }),
  record(3, { do: fc.constantFrom('rewind', 'rebuild'), process }),
  record(1, { do: fc.constant('hold handlers'), at }),
  record(2, { do: fc.constant('let handlers go') }),
);

export const renameSteps = steps(
  ...ALWAYS,
  record(5, { do: fc.constant('start'), process, version: fc.constantFrom<Version>('old', 'renamed') }),
  record(1, { do: fc.constant('publish again'), nth: fc.nat(30) }),
  record(1, { do: fc.constant('delete durables') }),
);
