import type { Tree } from '@nx/devkit';
import ts from 'typescript';
import { kebabCase } from './naming.ts';
import { applyEdits, findCall, literalOf, parse } from './source-text.ts';

const FOLDER = 'libs/contracts';
const INDEX = `${FOLDER}/src/index.ts`;

/** An event version that `libs/contracts` exports, as its source declares it. */
export interface DeclaredEvent {
  /** `order.confirmed` */
  readonly type: string;
  readonly version: number;
  readonly owner: string;
  /** `OrderConfirmed` */
  readonly exportName: string;
  /** Its source. */
  readonly file: string;
}

/** What a snapshot records of a published event version. */
export interface EventSnapshot {
  readonly key: { readonly fields: readonly string[]; readonly ofExample: string };
  readonly example: Readonly<Record<string, unknown>>;
  readonly schema: {
    readonly properties?: Readonly<Record<string, FieldSchema>>;
    readonly required?: readonly string[];
  };
}

export interface FieldSchema {
  readonly type?: string;
  readonly format?: string;
}

/** Every exported event version, by type and version. Nothing has to be built: the sources are parsed. */
export function declaredEvents(tree: Tree): DeclaredEvent[] {
  return exportsOf(tree)
    .flatMap(({ names, module }) => names.map((exportName) => ({ exportName, file: fileOf(module) })))
    .flatMap(({ exportName, file }) => {
      const declared = declarationOf(tree, file, exportName);
      return declared ? [{ ...declared, exportName, file }] : [];
    })
    .sort((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
}

/** The newest version of each event: what a new handler gets. */
export function newestEvents(tree: Tree): DeclaredEvent[] {
  const byType = new Map(declaredEvents(tree).map((event) => [event.type, event]));
  return [...byType.values()];
}

/** Every name that the contracts export, also those of types and schemas. */
export function exportedNames(tree: Tree): string[] {
  return exportsOf(tree).flatMap(({ names }) => names);
}

/** `libs/contracts/src/payment-captured.v1.ts` */
export function contractFile({ type, version }: Pick<DeclaredEvent, 'type' | 'version'>): string {
  return `${FOLDER}/src/${kebabCase(type)}.v${version}.ts`;
}

/** `libs/contracts/snapshots/payment.captured.v1.json` */
export function snapshotFile({ type, version }: Pick<DeclaredEvent, 'type' | 'version'>): string {
  return `${FOLDER}/snapshots/${type}.v${version}.json`;
}

/** Undefined if the version was not recorded yet. */
export function readSnapshot(
  tree: Tree,
  event: Pick<DeclaredEvent, 'type' | 'version'>,
): EventSnapshot | undefined {
  const text = tree.read(snapshotFile(event), 'utf8');
  return text === null ? undefined : (JSON.parse(text) as EventSnapshot);
}

/** Adds an export to the index of the contracts, where it sorts. */
export function exportContract(tree: Tree, exportName: string, file: string): void {
  const text = tree.read(INDEX, 'utf8') ?? '';
  const module = moduleOf(file);
  const exports = exportDeclarations(text);
  const next = exports.find((declaration) => specifierOf(declaration) > module);
  const start = next ? next.getStart() : text.length;
  tree.write(INDEX, applyEdits(text, [{ start, text: `export { ${exportName} } from '${module}';\n` }]));
}

/** Removes what the index exports from a file. */
export function unexportContract(tree: Tree, file: string): void {
  const text = tree.read(INDEX, 'utf8') ?? '';
  const module = moduleOf(file);
  const edits = exportDeclarations(text)
    .filter((declaration) => specifierOf(declaration) === module)
    .map((declaration) => ({ start: declaration.getStart(), end: declaration.end + 1, text: '' }));
  tree.write(INDEX, applyEdits(text, edits));
}

function exportsOf(tree: Tree): { names: string[]; module: string }[] {
  return exportDeclarations(tree.read(INDEX, 'utf8') ?? '').map((declaration) => ({
    names:
      declaration.exportClause && ts.isNamedExports(declaration.exportClause)
        ? declaration.exportClause.elements.map((element) => element.name.text)
        : [],
    module: specifierOf(declaration),
  }));
}

function exportDeclarations(text: string): ts.ExportDeclaration[] {
  return parse(INDEX, text).statements.filter(
    (statement): statement is ts.ExportDeclaration =>
      ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
}

function specifierOf(declaration: ts.ExportDeclaration): string {
  return (declaration.moduleSpecifier as ts.StringLiteral).text;
}

/** `./payment-captured.v1.js` → `libs/contracts/src/payment-captured.v1.ts` */
function fileOf(module: string): string {
  return `${FOLDER}/src/${module.slice(2).replace(/\.js$/, '.ts')}`;
}

function moduleOf(file: string): string {
  return `./${file.slice(`${FOLDER}/src/`.length).replace(/\.ts$/, '.js')}`;
}

/** Undefined if the export is something else than an event, such as a schema that events share. */
function declarationOf(
  tree: Tree,
  file: string,
  exportName: string,
): Pick<DeclaredEvent, 'type' | 'version' | 'owner'> | undefined {
  const variable = parse(file, tree.read(file, 'utf8') ?? '')
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === exportName);
  const definition = variable && findCall(variable, 'defineEvent')?.arguments[0];
  if (!definition || !ts.isObjectLiteralExpression(definition)) return undefined;
  const type = literalOf(definition, 'type');
  const version = Number(literalOf(definition, 'version'));
  const owner = literalOf(definition, 'owner');
  return type === undefined || owner === undefined ? undefined : { type, version, owner };
}
