import { CliError } from '@waybill/cli';

/** The file cannot be imported as it is. Detected before anything is sent. */
export class InvalidFile extends CliError {
  constructor(message: string, fix?: string, cause?: unknown) {
    super(message, { code: 'INVALID_FILE', fix, cause });
  }
}
