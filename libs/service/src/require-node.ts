import { ConfigurationRefused } from '@waybill/messaging/operations';

/** The release that the tests run on. */
const MIN_MAJOR = 24;

/** This Node version is not supported. */
export class RuntimeRefused extends ConfigurationRefused {
  readonly code = 'RUNTIME_REFUSED';
}

/** @throws RuntimeRefused */
export function requireNode(version: string = process.versions.node): void {
  if (Number(version.split('.', 1)[0]) >= MIN_MAJOR) return;
  throw new RuntimeRefused(
    `Node ${MIN_MAJOR} or newer is required, but this is ${version} (${process.execPath}): ` +
      'use a newer one, for example that in node_modules/node/bin',
  );
}
