import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export const title =
  'docs/api.md names exactly what the stable doors of libs/messaging export, each with a docstring';

const PAGE = 'docs/api.md';
const DOORS = { '@waybill/messaging': 'index.ts', '@waybill/messaging/contract': 'contract/index.ts' };

export function check(): string[] {
  const page = readFileSync(PAGE, 'utf8');
  return Object.entries(DOORS).flatMap(([door, file]) => {
    const exported = exportsOf(join('libs/messaging/src', file), (path) => readFileSync(path, 'utf8'));
    return doorErrors(door, exported, namesIn(page, door));
  });
}

/** An exported name, and whether its declaration has a docstring. */
export interface Exported {
  name: string;
  isDocumented: boolean;
}

export function doorErrors(door: string, exported: readonly Exported[], named: readonly string[]): string[] {
  const names = exported.map(({ name }) => name);
  return [
    ...exported
      .filter(({ isDocumented }) => !isDocumented)
      .map(({ name }) => `${door}: ${name} has no docstring: give its shape, units, errors and guarantees`),
    ...names
      .filter((name) => !named.includes(name))
      .map(
        (name) => `${door}: ${name} is exported and not in ${PAGE}: add a line there, or do not export it`,
      ),
    ...named
      .filter((name) => !names.includes(name))
      .map((name) => `${PAGE}: ${name} is not exported from ${door}: remove its line`),
  ];
}

/** The first column of the tables below the door's heading. */
export function namesIn(page: string, door: string): string[] {
  const sections = page.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`\`${door}\``)) ?? '';
  return [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
}

/** Follows `export { … } from` to the declarations; `export *` hides what it exports and is refused. */
export function exportsOf(path: string, read: (path: string) => string): Exported[] {
  return parse(path, read)
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) => {
      if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) {
        return [{ name: `an export of ${path} without a name`, isDocumented: false }];
      }
      const target = join(dirname(path), (moduleSpecifier as ts.StringLiteral).text.replace(/\.js$/, '.ts'));
      return exportClause.elements.map(({ name, propertyName }) => ({
        name: name.text,
        isDocumented: isDocumented(target, (propertyName ?? name).text, read),
      }));
    });
}

function isDocumented(path: string, name: string, read: (path: string) => string): boolean {
  const source = parse(path, read);
  const declarations = source.statements.filter((statement) => declares(statement, name));
  if (declarations.length > 0)
    return declarations.some((each) => ts.getJSDocCommentsAndTags(each).length > 0);
  return exportsOf(path, read).some((each) => each.name === name && each.isDocumented);
}

function declares(statement: ts.Statement, name: string): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some((each) => each.name.getText() === name);
  }
  return 'name' in statement && (statement.name as ts.Identifier | undefined)?.text === name;
}

function parse(path: string, read: (path: string) => string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
}
