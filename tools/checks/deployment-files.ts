import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { globSync, readFileSync } from 'node:fs';
import { DOCKERFILE } from '../deploy/images.ts';

export const title = 'Dockerfile and compose files are as their linters want them';

export function check(): string[] {
  return [...dockerfileErrors(readFileSync(DOCKERFILE, 'utf8'), DOCKERFILE), ...composeErrors()];
}

export function dockerfileErrors(text: string, file: string): string[] {
  return validate(text).map(
    ({ range, message }) =>
      `${file}:${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
}

/** By the schema of the compose specification, and by what is known to go wrong. */
function composeErrors(files = globSync('deploy/compose*.yaml')): string[] {
  const off = 0;
  // Its declarations do not find each other here.
  const linter = new (DCLinter as ComposeLinter)({
    rules: {
      // They are in the order in which they start, and overlays have no name of their own.
      'services-alphabetical-order': off,
      'service-dependencies-alphabetical-order': off,
      'require-project-name-field': off,
      'service-keys-order': off,
      // For those that YAML could read as a number; ours begin with an address.
      'require-quotes-in-ports': off,
    },
    quiet: false,
    debug: false,
    exclude: [],
  });
  return linter
    .lintFiles(files, false)
    .flatMap(({ filePath, messages }) =>
      messages.map(({ line, message, rule }) => `${filePath}:${line}: ${message} (${rule})`),
    );
}

type ComposeLinter = new (options: object) => {
  lintFiles(files: readonly string[], recursive: boolean): LintedFile[];
};

interface LintedFile {
  readonly filePath: string;
  readonly messages: readonly { readonly line: number; readonly message: string; readonly rule: string }[];
}
