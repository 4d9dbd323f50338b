import { ConfigurationRefused } from '@waybill/messaging';

/** The release that is built for and tested on: an older one may lack something anywhere. */
const LEAST_MAJOR = 24;

/** The process runs on a Node that this was not made for. */
export class RuntimeRefused extends ConfigurationRefused {
  readonly code = 'RUNTIME_REFUSED';
}

/** @throws RuntimeRefused */
export function requireNode(version: string = process.versions.node): void {
  if (Number(version.split('.', 1)[0]) >= LEAST_MAJOR) return;
  throw new RuntimeRefused(
    `Node ${LEAST_MAJOR} or newer is needed, and this is ${version} (${process.execPath}): ` +
      'start it with a newer one, for example the one in node_modules/node/bin',
  );
}
