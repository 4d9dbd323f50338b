// Prints the users of the embedded broker, from what the services declare. A process of its own: it loads all of them.
import { renderAuthorization, type BrokerUser } from '@waybill/messaging/operations';
import { brokerUsers } from '../permissions/broker-users.js';

/** Nobody rewrites the permissions of a development broker by hand, so they last longer than the default. */
const REBUILDS = 32;

/** Whoever reaches the loopback without a login: the command line, tests, a service that is started by hand. */
const developer: BrokerUser = {
  user: 'developer',
  password: '$DEVELOPER_NATS_PASSWORD',
  permissions: { publish: ['>'], subscribe: ['>'], responds: false },
};

const namespace = process.env['NATS_NAMESPACE'] || undefined;
const users = await brokerUsers({ namespace, rebuilds: REBUILDS, selfProvisioning: true });
process.stdout.write(`${renderAuthorization([...users, developer])}\nno_auth_user: ${developer.user}\n`);
