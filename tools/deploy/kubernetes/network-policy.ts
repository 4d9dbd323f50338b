import type {
  INetworkPolicy,
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
  INetworkPolicyPeer,
  INetworkPolicyPort,
} from 'kubernetes-models/networking.k8s.io/v1';
import { CONTAINER_PORT } from '../compose/service.ts';
import type { DeployedService } from '../deployed-service.ts';
import { pods } from './labels.ts';

/** What a service needs beyond what base/network.yaml allows to all: its database, the broker, the console. */
export function networkPolicy(
  { name, database }: DeployedService,
  all: readonly DeployedService[],
): INetworkPolicy {
  const isConsole = name === 'console';
  const others = all.filter((each) => each.name !== name).map((each) => each.name);
  const peers = isConsole ? others : others.filter((each) => each === 'console');
  return policy(name, {
    ingress: between(peers, (from, ports) => ({ from, ports })),
    egress: [
      ...(database ? [to('postgres', 5432), to('nats', 4222)] : []),
      ...between(peers, (to, ports) => ({ to, ports })),
    ],
  });
}

function between<Rule>(
  peers: readonly string[],
  rule: (peers: INetworkPolicyPeer[], ports: INetworkPolicyPort[]) => Rule,
): Rule[] {
  if (peers.length === 0) return [];
  return [
    rule(
      peers.map((peer) => ({ podSelector: pods.of(peer) })),
      [{ port: CONTAINER_PORT }],
    ),
  ];
}

export function policy(
  name: string,
  rules: { ingress: INetworkPolicyIngressRule[]; egress: INetworkPolicyEgressRule[] },
): INetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: { podSelector: pods.of(name), ...rules },
  };
}

export function to(name: string, port: number): INetworkPolicyEgressRule {
  return { to: [{ podSelector: pods.of(name) }], ports: [{ port }] };
}
