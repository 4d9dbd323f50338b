import { ConfigurationRefused } from '@waybill/messaging/operations';

/** The database is reachable, but this service cannot work with it. */
export class DatabaseRefused extends ConfigurationRefused {
  readonly code = 'DATABASE_REFUSED';
}
