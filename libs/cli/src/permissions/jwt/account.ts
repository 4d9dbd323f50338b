import { encodeAccount, newScopedSigner, type KeyPair, type UserPermissionsLimits } from '@nats-io/jwt';
import type { BrokerPermissions, BrokerUser } from '@waybill/messaging/operations';

/** What nats-server has for `allow_responses: true`. */
const ONE_RESPONSE = { max: 1, ttl: 2 * 60 * 1e9 };

/** A user, and the key of the account that signs its credentials and bears its permissions. */
export interface SignedUser extends Pick<BrokerUser, 'user' | 'permissions'> {
  readonly signer: KeyPair;
}

/**
 * The account of the platform. Permissions are in it, each as the template of a signing key, and not in the users' own
 * JWTs: those would be longer than a server accepts of a client (`max_control_line`), and written anew at each change.
 */
export function accountJwt(
  account: KeyPair,
  operator: KeyPair,
  users: readonly SignedUser[],
): Promise<string> {
  const unlimited = {
    ...{ subs: -1, data: -1, payload: -1, conn: -1, leaf: -1, imports: -1, exports: -1, wildcards: true },
    ...{ mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
  };
  const signing_keys = users.map(({ user, permissions, signer }) =>
    newScopedSigner(signer, user, templateOf(permissions)),
  );
  return encodeAccount('waybill', account, { limits: unlimited, signing_keys }, { signer: operator });
}

function templateOf({ publish, subscribe, responds }: BrokerPermissions): Partial<UserPermissionsLimits> {
  return {
    pub: { allow: [...publish] },
    sub: { allow: [...subscribe] },
    ...(responds && { resp: ONE_RESPONSE }),
  };
}
