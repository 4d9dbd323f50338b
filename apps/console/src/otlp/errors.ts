/** The request is not valid OTLP; sending it again does not help. */
export class MalformedExport extends Error {}

/** Unpacked, the request is too large. */
export class ExportTooLarge extends Error {}

/** The console does not know this `Content-Encoding`. */
export class UnknownContentEncoding extends Error {}

/** Too many requests at once for the memory. Nothing of this one was taken; sending it again later helps. */
export class ExportBusy extends Error {
  constructor() {
    super('The console receives more telemetry at once than it can unpack; send it again later.');
  }
}
