import {
  consolePermissions,
  operatorPermissions,
  provisionerPermissions,
  servicePermissions,
  type BrokerUser,
} from '@waybill/messaging/operations';
import { loadServices } from '../message-map/collect.js';

/**
 * One user per service, from what it declares to publish and consume, and those of the platform.
 *
 * @throws Error an app does not export its service
 */
export async function brokerUsers(namespace?: string, rebuilds?: number): Promise<BrokerUser[]> {
  const services = [...(await loadServices())].map(([service, declared]) => {
    const { publishes = [], publishesDirectly = [], subscriptions = [] } = declared;
    const messaging = {
      ...{ service, publishes: [...publishes, ...publishesDirectly], consumers: subscriptions },
      ...(rebuilds !== undefined && { rebuilds }),
    };
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
