import type { StreamTransport } from '../transport/stream-transport.js';
import type { ConsumerDeclaration, Topology } from '../transport/transport.js';
import type { Log } from '../log.js';

/** A durable on the broker. */
export interface DurableName {
  stream: string;
  name: string;
}

/** What a service needs on the broker at the moment: what it declares, and where its durables must stand. */
export interface WantedTopology extends Topology {
  /** Durables that exist and stand elsewhere. They are among `consumers`, too. */
  moves: (DurableName & { reason: string })[];
  /** Durables that rebuilt consumers had before. */
  obsolete: DurableName[];
}

/** Makes durables as they are wanted, each where it must stand. Their streams exist. @throws as `Transport.reconcile` */
export async function placeDurables(
  transport: Pick<StreamTransport, 'admin' | 'reconcile'>,
  { consumers, moves }: Pick<WantedTopology, 'consumers' | 'moves'>,
  log: Log,
): Promise<void> {
  for (const { reason, ...durable } of moves) {
    const declaration = consumers.find((each) => isSame(each, durable))!;
    await transport.admin.reposition(declaration);
    log.warn({ durable: durable.name, reason, startAt: declaration.startAt }, 'a durable was moved');
  }
  await transport.reconcile({ streams: [], consumers });
}

function isSame({ stream, name }: ConsumerDeclaration, other: DurableName): boolean {
  return stream === other.stream && name === other.name;
}
