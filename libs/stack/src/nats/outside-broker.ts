import { StackError } from '../errors.js';
import { natsInfo, type NatsInfo } from '../status/nats-info.js';
import { OLDEST_NATS_VERSION, tooOld } from './nats-version.js';

/**
 * Looks at the servers that `NATS_URL` names before anything is started on them. One that does not answer is an outage,
 * which the services wait out, and an address of another kind is theirs to refuse.
 *
 * @throws StackError `NATS_TOO_OLD`
 */
export async function requireNewEnough(natsUrl: string): Promise<void> {
  const addresses = addressesIn(natsUrl);
  const infos = await Promise.all(addresses.map(infoOf));
  infos.forEach((info, index) => {
    const fault = info && tooOld(info.version);
    if (!fault) return;
    throw new StackError('NATS_TOO_OLD', `the nats-server at ${withoutLogin(addresses[index]!)} ${fault}`, {
      fix: `upgrade it to ${OLDEST_NATS_VERSION} or newer, or leave NATS_URL out to run one of our own`,
    });
  });
}

/** Undefined where nobody says what it is. */
async function infoOf(address: string): Promise<NatsInfo | undefined> {
  if (!URL.canParse(address) || !/^(nats|tls):$/.test(new URL(address).protocol)) return undefined;
  return natsInfo(address).catch(() => undefined);
}

/** The addresses as they may be shown: without what logs in. */
export function shownAddresses(natsUrl: string): string {
  return addressesIn(natsUrl).map(withoutLogin).join(', ');
}

function addressesIn(natsUrl: string): string[] {
  return natsUrl.split(',').map((address) => address.trim());
}

function withoutLogin(address: string): string {
  if (!URL.canParse(address)) return 'what is no address';
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
