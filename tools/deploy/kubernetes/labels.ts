import type { DeployedService } from '../deployed-service.ts';

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';

/** What the policies and budgets in base/ select all services by. */
const PART_OF = { 'app.kubernetes.io/part-of': 'waybill' };

export const pods = {
  of: (name: string) => ({ matchLabels: { [NAME]: name } }),
  ofAllServices: { matchLabels: PART_OF },
};

/** One Deployment: a part of a service that is scaled by itself. */
export interface Part {
  /** `order-consumers` */
  readonly name: string;
  /** `ROLES`; undefined if the service has no roles to choose from. */
  readonly roles?: string;
  readonly replicas: number;
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A service with messages has a part per role, so that each is scaled by what it waits for. */
export function partsOf({ name, database }: DeployedService): Part[] {
  const part = (component: string) => ({
    selector: { [NAME]: name, [COMPONENT]: component },
    labels: { [NAME]: name, [COMPONENT]: component, ...PART_OF },
  });
  if (!database || name === 'console') return [{ name, replicas: 1, ...part('api') }];
  return ['api', 'relay', 'consumers'].map((role) => ({
    ...{ name: `${name}-${role}`, roles: role, replicas: 2 },
    ...part(role),
  }));
}
