import { DiagnosticSeverity, Parser } from '@asyncapi/parser';

const ERROR: number = DiagnosticSeverity.Error;

/** The errors that `@asyncapi/parser` finds in the document. */
export async function validateAsyncApi(text: string): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(text);
  return diagnostics
    .filter(({ severity }) => Number(severity) === ERROR)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}
