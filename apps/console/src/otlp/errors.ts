/** The request is none that OTLP knows; sending it again does not help. */
export class MalformedExport extends Error {
  readonly code = 'MALFORMED_EXPORT';
}

/** Unpacked, the request is larger than the console takes. */
export class ExportTooLarge extends Error {
  readonly code = 'EXPORT_TOO_LARGE';
}

/** Packed in a way that the console does not know. */
export class UnknownContentEncoding extends Error {
  readonly code = 'UNKNOWN_CONTENT_ENCODING';
}

/** More is sent at once than memory takes. Nothing of it was taken; sending it again later helps. */
export class ExportBusy extends Error {
  readonly code = 'EXPORT_BUSY';

  constructor() {
    super('More telemetry comes in at once than the console can unpack; send it again.');
  }
}
