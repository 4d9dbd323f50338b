/** The part of a pino logger that the transport uses: fields first, then the message. */
export interface TransportLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silent: TransportLog = { info() {}, warn() {}, error() {} };
