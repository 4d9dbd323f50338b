/** The request is not valid OTLP; sending it again does not help. */
export class MalformedExport extends Error {
  readonly code = 'MALFORMED_EXPORT';
}

/** Unpacked, the request is too large. */
export class ExportTooLarge extends Error {
  readonly code = 'EXPORT_TOO_LARGE';
}

/** The console does not know this `Content-Encoding`. */
export class UnknownContentEncoding extends Error {
  readonly code = 'UNKNOWN_CONTENT_ENCODING';
}

/** Too many requests at once for the memory. Nothing of this one was taken; sending it again later helps. */
export class ExportBusy extends Error {
  readonly code = 'EXPORT_BUSY';

  constructor() {
    super('The console receives more telemetry at once than it can unpack; send it again later.');
  }
}
