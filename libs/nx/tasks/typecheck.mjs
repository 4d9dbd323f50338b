// `node node_modules/@waybill/nx/tasks/typecheck.mjs <project folder>`: checks the types of one project's files, with the workspace's settings.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = process.argv[2];
const own = join(folder, 'tsconfig.json');
const configuration = existsSync(own) ? own : 'tsconfig.json';
const { config } = ts.readConfigFile(configuration, (file) => ts.sys.readFile(file));
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, existsSync(own) ? folder : '.');
const sources = fileNames.filter((file) => file.includes(`/${folder}/`) || file.startsWith(`${folder}/`));
const program = ts.createProgram(sources, { ...options, noEmit: true });
const errors = sources.flatMap((file) => [...ts.getPreEmitDiagnostics(program, program.getSourceFile(file))]);
process.stdout.write(
  ts.formatDiagnosticsWithColorAndContext(errors, {
    getCurrentDirectory: () => process.cwd(),
    getCanonicalFileName: (file) => file,
    getNewLine: () => '\n',
  }),
);
process.exitCode = errors.length > 0 ? 1 : 0;
