import type { PlatformSnapshot, Seen, ServiceSeen } from './snapshot.js';
import { plural } from './snapshot.js';

const SOURCE = 'presence events, which each process sends every two seconds';

/** Services that are silent, or whose processes say that something is not as it should be. */
export function serviceFindings({ services, settled, broker }: PlatformSnapshot): Seen[] {
  if (!broker.reachable) return [];
  return services.flatMap((service) => {
    if (!service.up) return settled ? [down(service)] : [];
    return [...missingRoles(service), ...health(service), ...drifts(service), ...waiting(service)];
  });
}

function down({ name, description }: ServiceSeen): Seen {
  const waits = (description?.consumers.length ?? 0) > 0 ? ': its messages wait in the streams' : '';
  return finding('service-down', name, 'bad', `No process of ${name} is up${waits}.`);
}

/** Roles may run in processes of their own: a service is up, and yet nobody publishes or consumes for it. */
function missingRoles({ name, instances, description }: ServiceSeen): Seen[] {
  const runs = (role: string) => instances.some(({ roles }) => roles.includes(role));
  const found: Seen[] = [];
  if (description && description.publishes.length > 0 && !runs('relay')) {
    const sentence = `No process of ${name} runs its relay: its events wait in its outbox.`;
    found.push(finding('no-relay', name, 'bad', sentence));
  }
  if (description && description.consumers.length > 0 && !runs('consumers')) {
    const sentence = `No process of ${name} runs its consumers: its messages wait in the streams.`;
    found.push(finding('no-consumers', name, 'bad', sentence));
  }
  return found;
}

/** Found in the broker and in the outbox themselves, with more to say. */
const FOUND_ELSEWHERE = new Set(['topology', 'outbox']);

/** Of several processes that report the same check, the worst. */
function health({ name, instances }: ServiceSeen): Seen[] {
  const checks = instances
    .flatMap((instance) => instance.health)
    .filter((check) => !FOUND_ELSEWHERE.has(check.name) && check.status !== 'ok')
    .sort((one, other) => Number(other.status === 'failing') - Number(one.status === 'failing'));
  return [...Map.groupBy(checks, (check) => `${check.name} ${check.role}`)].map(([key, [worst]]) => {
    const { name: part, role, status, detail = status } = worst!;
    const where = role === 'all' || role === part ? part : `${part} (${role})`;
    const severity = status === 'failing' ? 'bad' : 'warn';
    return finding('health', `${name} ${key}`, severity, `${name}, ${where}: ${detail}`, name);
  });
}

function drifts({ name, instances }: ServiceSeen): Seen[] {
  const found = instances.flatMap((instance) => instance.drifts).filter(({ kind }) => kind !== 'missing');
  return [...Map.groupBy(found, ({ item, kind }) => `${item} ${kind}`)].map(([key, [drift]]) => {
    const severity = drift!.kind === 'loses-messages' ? 'bad' : 'warn';
    const sentence = `${name} declares ${drift!.item} otherwise than the broker has it: ${drift!.detail}`;
    return finding('drift', `${name} ${key}`, severity, sentence, name);
  });
}

/** Events that processes give back, because their release has no handler for them. */
function waiting({ instances }: ServiceSeen): Seen[] {
  const events = instances.flatMap((instance) => instance.waiting);
  return [...Map.groupBy(events, ({ consumer, type }) => `${consumer} ${type}`)].map(([key, same]) => {
    const { consumer, type } = same[0]!;
    const processes = plural(same.length, 'process gives', 'processes give');
    const sentence = `${processes} ${type} back, as consumer ${consumer} has no handler for this version of it.`;
    const since = same.map((each) => each.since).toSorted()[0]!;
    return {
      ...finding('no-handler', key, 'warn', sentence),
      href: `/events/${encodeURIComponent(type)}`,
      since,
    };
  });
}

function finding(
  kind: string,
  subject: string,
  severity: Seen['severity'],
  sentence: string,
  service = subject,
): Seen {
  const href = `/flow?node=${encodeURIComponent(`service:${service}`)}`;
  return { id: `${kind}:${subject}`, severity, sentence, href, source: SOURCE };
}
