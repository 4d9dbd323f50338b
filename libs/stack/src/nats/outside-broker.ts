import { StackError } from '../errors.js';
import { natsInfo, type NatsInfo } from '../status/nats-info.js';
import { OLDEST_NATS_VERSION, tooOld } from './nats-version.js';

/**
 * Checks the servers that `NATS_URL` names before anything is started. One that is down is an outage, which the services
 * wait for, and an address of another kind is for them to refuse.
 *
 * @throws StackError `NATS_TOO_OLD`
 */
export async function requireNewEnough(natsUrl: string): Promise<void> {
  const addresses = addressesIn(natsUrl);
  const infos = await Promise.all(addresses.map(infoOf));
  infos.forEach((info, index) => {
    const reason = info && tooOld(info.version);
    if (reason === undefined) return;
    throw new StackError('NATS_TOO_OLD', `the nats-server at ${withoutLogin(addresses[index]!)} ${reason}`, {
      fix: `upgrade it to ${OLDEST_NATS_VERSION} or newer, or unset NATS_URL to run an embedded one`,
    });
  });
}

/** Undefined if it cannot be asked. */
async function infoOf(address: string): Promise<NatsInfo | undefined> {
  if (!URL.canParse(address) || !/^(nats|tls):$/.test(new URL(address).protocol)) return undefined;
  return natsInfo(address).catch(() => undefined);
}

/** The addresses as they may be shown: without user and password. */
export function shownAddresses(natsUrl: string): string {
  return addressesIn(natsUrl).map(withoutLogin).join(', ');
}

function addressesIn(natsUrl: string): string[] {
  return natsUrl.split(',').map((address) => address.trim());
}

function withoutLogin(address: string): string {
  if (!URL.canParse(address)) return 'an invalid address';
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
