import { ConfigurationRefused } from '@waybill/messaging';

/** The database answers, and is not one that this service can work with. */
export class DatabaseRefused extends ConfigurationRefused {
  readonly code = 'DATABASE_REFUSED';
}
