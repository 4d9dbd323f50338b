import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccount, createOperator, createUser, encodeAccount, encodeUser, fmtCreds } from '@nats-io/jwt';
import type { BrokerUser } from '@waybill/messaging/operations';
import { accountJwt } from './account.js';
import { KeyFolder } from './key-folder.js';
import { operatorJwt } from './operator.js';

/** The files that were written. */
export interface JwtFiles {
  /** For nats-server: the operator, and the account with everybody's permissions. */
  settings: string;
  /** By user: for `NATS_CREDS`. */
  credentials: Record<string, string>;
}

/**
 * Writes what a nats-server in operator mode needs, and the credentials of each user. The keys are kept in the folder, so
 * that credentials which are in use stay valid when permissions change. Those of a user that is gone end with its signing key.
 */
export async function writeJwt(folder: string, users: readonly BrokerUser[]): Promise<JwtFiles> {
  const keys = new KeyFolder(join(folder, 'keys'));
  const signers = new KeyFolder(join(folder, 'keys', 'signers'));
  const owners = new KeyFolder(join(folder, 'keys', 'users'));
  const operator = keys.keep('operator', createOperator);
  const account = keys.keep('account', createAccount);
  // JetStream needs one; nobody has credentials of it.
  const system = keys.keep('system', createAccount);
  const signed = users.map(({ user, permissions }) => ({
    ...{ user, permissions },
    signer: signers.keep(user, createAccount),
  }));
  const systemJwt = await encodeAccount('system', system, {}, { signer: operator });
  const settings = join(folder, 'accounts.conf');
  writeFileSync(
    settings,
    [
      `operator: ${await operatorJwt(join(folder, 'operator.jwt'), operator, system)}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      'resolver_preload: {',
      `  ${account.getPublicKey()}: ${await accountJwt(account, operator, signed)}`,
      `  ${system.getPublicKey()}: ${systemJwt}`,
      '}',
      '',
    ].join('\n'),
  );
  mkdirSync(join(folder, 'creds'), { recursive: true, mode: 0o700 });
  const credentials: Record<string, string> = {};
  for (const { user, signer } of signed) {
    const own = owners.keep(user, createUser);
    const jwt = await encodeUser(user, own, account, {}, { signer, scopedUser: true });
    credentials[user] = join(folder, 'creds', `${user}.creds`);
    writeFileSync(credentials[user], fmtCreds(jwt, own), { mode: 0o600 });
  }
  return { settings, credentials };
}
