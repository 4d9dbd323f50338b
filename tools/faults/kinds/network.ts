import type { Random } from '../../shoppers/random.ts';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import type { Laboratory, Server } from '../laboratory.ts';
import { BOTH } from '../network/link.ts';
import type { TcpProxy } from '../network/tcp-proxy.ts';

/** A fault of the link between one process and one server: `order-2>nats`. The other processes are not cut off. */
function linkFault(
  name: string,
  weight: number,
  seconds: readonly [number, number],
  strike: (link: TcpProxy, random: Random) => void | Promise<void>,
): FaultKind {
  return {
    name: `network.${name}`,
    weight,
    targets: ({ replicas }) =>
      replicas.flatMap((replica) => Object.keys(replica.links).map((server) => `${replica.name}>${server}`)),
    async strike(lab, target, random, signal) {
      const link = linkOf(lab, target);
      const ms = random.between(seconds[0] * 1_000, seconds[1] * 1_000);
      try {
        await strike(link, random);
        await hold(ms, signal);
      } finally {
        await link.heal();
      }
    },
  };
}

/** Beyond every time limit that waits for a silent peer: the services' keep-alive ends after 20 s. */
const SILENCE = [22, 35] as const;

export const networkFaults: readonly FaultKind[] = [
  linkFault('slow', 2, [5, 20], (link, random) =>
    link.degrade({ latencyMs: random.between(50, 400), bytesPerSecond: random.between(20, 200) * 1_024 }),
  ),
  linkFault('silent', 2, SILENCE, (link) => link.degrade({ lost: BOTH })),
  linkFault('one-way', 2, SILENCE, (link, random) => link.degrade({ lost: [random.pick(BOTH)] })),
  linkFault('half-open', 2, [5, 30], (link) => link.strand()),
  linkFault('reset', 3, [0, 0], (link) => link.reset()),
  linkFault('refused', 2, [2, 15], (link) => link.refuse()),
];

function linkOf({ replicas }: Laboratory, target: string): TcpProxy {
  const [name, server] = target.split('>') as [string, Server];
  const link = replicas.find((replica) => replica.name === name)?.links[server];
  if (!link) throw new TypeError(`there is no link ${target}`);
  return link;
}
