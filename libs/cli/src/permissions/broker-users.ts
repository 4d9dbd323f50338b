import {
  consolePermissions,
  operatorPermissions,
  provisionerPermissions,
  servicePermissions,
  type BrokerUser,
  type ServiceMessaging,
} from '@waybill/messaging/operations';
import { loadServices } from '../message-map/collect.js';

export interface BrokerUserOptions extends Pick<ServiceMessaging, 'rebuilds' | 'selfProvisioning'> {
  readonly namespace?: string;
}

/**
 * One user per service, from what it declares to publish and consume, and those of the platform.
 *
 * @throws Error an app does not export its service
 */
export async function brokerUsers({ namespace, ...level }: BrokerUserOptions = {}): Promise<BrokerUser[]> {
  const services = [...(await loadServices())].map(([service, declared]) => {
    const { publishes = [], publishesDirectly = [], subscriptions = [] } = declared;
    const own = [...publishes, ...publishesDirectly];
    const messaging = { ...level, service, publishes: own, consumers: subscriptions };
    return userOf(service, servicePermissions(messaging, namespace));
  });
  return [
    ...services,
    userOf('console', consolePermissions('console', namespace)),
    userOf('operator', operatorPermissions('operator', namespace)),
    userOf('provisioner', provisionerPermissions('provisioner', namespace)),
  ];
}

function userOf(user: string, permissions: BrokerUser['permissions']): BrokerUser {
  return { user, password: `$${user.toUpperCase().replaceAll('-', '_')}_NATS_PASSWORD`, permissions };
}
