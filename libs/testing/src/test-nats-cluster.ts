import type { NatsProgram, RunningProcess } from '@waybill/stack/parts';
import { freePort } from './free-port.js';
import { TestNatsServer } from './test-nats.js';

/** Stands between two members: what connects to the port that it returns reaches `url`, the route port of the second. */
export type RouteLink = (members: readonly [string, string], url: URL) => Promise<number>;

/** Three nats-servers, `n1` to `n3`, for one test, which may kill, pause and wipe each, and cut the routes between them. */
export class TestNatsCluster {
  private constructor(readonly members: ReadonlyMap<string, TestNatsServer>) {}

  /** @param link called once for each pair of members */
  static async start(
    program: NatsProgram,
    folder: string,
    onStarted: (process: RunningProcess) => void,
    link: RouteLink = async (_, { port }) => Number(port),
  ): Promise<TestNatsCluster> {
    const ports = [await freePort(), await freePort(), await freePort()];
    const starting = ports.map(async (routePort, index) => {
      const serverName = `n${index + 1}`;
      // Each connects to those before it, so that there is one connection to cut for each pair.
      const routes = await Promise.all(
        ports
          .slice(0, index)
          .map((port, other) => link([serverName, `n${other + 1}`], new URL(`nats://127.0.0.1:${port}`))),
      );
      // A server without any route does not start as a member of a cluster: the first one has its own.
      const cluster = { serverName, routePort, routes: [routePort, ...routes] };
      return [serverName, await TestNatsServer.start(program, folder, onStarted, { cluster })] as const;
    });
    return new TestNatsCluster(new Map(await Promise.all(starting)));
  }

  /** The addresses of all members, separated by commas. */
  get url(): string {
    return [...this.members.values()].map(({ url }) => url).join(',');
  }

  member(name: string): TestNatsServer {
    const member = this.members.get(name);
    if (!member) throw new Error(`the cluster has no member ${name}: ${[...this.members.keys()].join(', ')}`);
    return member;
  }

  async stop(): Promise<void> {
    const members = [...this.members.values()];
    members.forEach((member) => member.resume());
    await Promise.all(members.map((member) => member.stop()));
  }
}
